#!/bin/sh
# shellcheck disable=SC3045 # the shell is busybox ash
# Loads the modules, brings every NIC up, asks who this machine is, and says so.
metadata=http://169.254.169.254/latest/meta-data

# A module for hardware that is not there fails, and that is no fault.
while read -r module; do
  insmod "$module" 2>/dev/null
done </etc/modules

# Early, so that a press of the power button right after the last line counts.
acpid -l /dev/null

hostname linux
ip link set lo up
mkfifo /run/leases
exec 3<>/run/leases # both ways, so that neither side waits for the other to open it
nics=0
for nic in /sys/class/net/*; do
  [ -e "$nic/device" ] || continue
  nics=$((nics + 1))
  name=${nic##*/}
  ip link set "$name" up
  # -b: goes on asking in the background.
  udhcpc -i "$name" -s /etc/udhcpc -b -t 30 -T 1 -O mtu -O staticroutes >/dev/null 2>&1 3>&- &
done

# Each lease is one line from /etc/udhcpc. The first may take long, the others come close after it or not at all.
patience=30
while [ "$nics" -gt 0 ] && read -r -t "$patience" name <&3; do
  nics=$((nics - 1))
  patience=3
done

# Prints one item of the metadata, nothing where there is none. Not -T: with it Debian 12's busybox-static crashes.
item() { timeout 3 wget -q -O - "$metadata/$1" 2>/dev/null; }

name=$(item hostname)
instance=$(item instance-id)
[ -n "$name" ] && hostname "$name"
addresses=$(ip -4 -o addr show scope global | while read -r _ nic _ address _; do printf ' %s %s' "$nic" "$address"; done)

say() {
  printf '\nanyrack: %s is up:%s%s\nBOOT-OK %s\n' \
    "$(hostname)" "${addresses:- no address}" "${instance:+ (instance $instance)}" "$(hostname)"
}
say
[ -c /dev/tty1 ] && say >/dev/tty1
