"""A node's life as OpenStack Ironic leads it, through the same library: URL, user, password from the environment."""

import os
import time

import sushy
from sushy import auth

NODE = os.environ["NODE"]
IMAGE = "http://192.0.2.1/installer.iso"


def wait(condition):
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("deadline")
        time.sleep(0.02)


login = auth.SessionAuth(username=os.environ["USERNAME"], password=os.environ["PASSWORD"])
root = sushy.Sushy(os.environ["URL"] + "/redfish/v1/", auth=login, verify=os.environ.get("CA") or False)
system = root.get_system("/redfish/v1/Systems/" + NODE)


def power():
    system.refresh(force=True)
    return system.power_state


# inspect
assert system.uuid and system.manufacturer and system.serial_number, "identity"
assert system.memory_summary.size_gib > 0, "memory"
assert system.processors.summary.count == 2, "processors"
assert len(system.ethernet_interfaces.get_members()) > 0, "NICs"
assert system.ethernet_interfaces.summary, "enabled NICs"
assert system.simple_storage.disks_sizes_bytes[-1] > 0, "simple storage"
assert system.storage.drives_sizes_bytes[-1] > 0, "storage"
manager = system.managers[0]
chassis = system.chassis[0]
assert manager.manager_type == sushy.MANAGER_TYPE_BMC, "manager"
assert chassis.indicator_led is None, "no deprecated property"
console = system.json["SerialConsole"]["IPMI"]
assert console["ServiceEnabled"] and console["Port"] == 623, console
assert power() == sushy.SYSTEM_POWER_STATE_OFF, "off at first"

# insert an image and boot from it once
drive = manager.virtual_media.get_members_by_identity("Cd") if hasattr(
    manager.virtual_media, "get_members_by_identity") else manager.virtual_media.get_members()[0]
assert sushy.VIRTUAL_MEDIA_CD in drive.media_types, "a CD drive"
drive.insert_media(IMAGE)
wait(lambda: (drive.refresh(force=True), drive.inserted)[1])
assert drive.image == IMAGE, drive.image
system.set_system_boot_options(
    target=sushy.BOOT_SOURCE_TARGET_CD,
    enabled=sushy.BOOT_SOURCE_ENABLED_ONCE,
    mode=sushy.BOOT_SOURCE_MODE_UEFI)
system.refresh(force=True)
assert system.boot.target == sushy.BOOT_SOURCE_TARGET_CD, system.boot
assert system.boot.enabled == sushy.BOOT_SOURCE_ENABLED_ONCE, system.boot

# power
system.reset_system(sushy.RESET_ON)
wait(lambda: power() == sushy.SYSTEM_POWER_STATE_ON)
wait(lambda: (system.refresh(force=True), system.boot.enabled)[1] == sushy.BOOT_SOURCE_ENABLED_DISABLED)
system.reset_system(sushy.RESET_FORCE_RESTART)

# pause, and go on
wait(lambda: power() == sushy.SYSTEM_POWER_STATE_ON)


def reset(kind):
    try:
        system.reset_system(kind)
        return True
    except sushy.exceptions.ServerSideError as busy:  # Retry-After
        assert busy.status_code == 503, busy
        return False


wait(lambda: reset(sushy.ResetType.PAUSE))
wait(lambda: power() == sushy.PowerState.PAUSED)
wait(lambda: reset(sushy.ResetType.RESUME))
wait(lambda: power() == sushy.SYSTEM_POWER_STATE_ON)

# what the network offers by HTTP, for one start
system.set_system_boot_options(
    target=sushy.BootSource.UEFI_HTTP, enabled=sushy.BOOT_SOURCE_ENABLED_ONCE)
system.refresh(force=True)
assert system.boot.target == sushy.BootSource.UEFI_HTTP, system.boot
assert system.boot.mode == sushy.BOOT_SOURCE_MODE_UEFI, system.boot

# eject, boot from disk for good, power off
drive.eject_media()
wait(lambda: (drive.refresh(force=True), drive.inserted)[1] is False)
wait(lambda: power() == sushy.SYSTEM_POWER_STATE_ON)
system.set_system_boot_options(target=sushy.BOOT_SOURCE_TARGET_HDD, enabled=sushy.BOOT_SOURCE_ENABLED_CONTINUOUS)
wait(lambda: reset(sushy.RESET_FORCE_OFF))
wait(lambda: power() == sushy.SYSTEM_POWER_STATE_OFF)
system.refresh(force=True)
assert system.boot.target == sushy.BOOT_SOURCE_TARGET_HDD, system.boot
login.close()
print("lived")
