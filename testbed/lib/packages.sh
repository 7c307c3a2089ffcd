# Installs what is missing, without questions and without starting anything.
# shellcheck shell=bash disable=SC2034 # the lists are for the scripts that source this

PACKAGES_BASE="ovmf mariadb-server rabbitmq-server keystone glance-api placement-api
  nova-api nova-conductor nova-scheduler nova-compute nova-compute-kvm
  neutron-server neutron-linuxbridge-agent neutron-dhcp-agent neutron-l3-agent neutron-metadata-agent
  python3-openstackclient python3-pymysql uwsgi-core uwsgi-plugin-python3
  libvirt-daemon-system libvirt-daemon-system-sysv libvirt-clients qemu-system-x86 qemu-utils
  ipxe iproute2 iptables ebtables curl openssh-client"
PACKAGES_HEAT="heat-api heat-engine python3-heatclient"
PACKAGES_CINDER="cinder-api cinder-scheduler cinder-volume"
PACKAGES_SERIAL="nova-consoleproxy"

installed() { [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null)" = 'ii ' ]; }

install_packages() { # PACKAGE...
  local p missing=()
  for p in "$@"; do installed "$p" || missing+=("$p"); done
  [ ${#missing[@]} = 0 ] && return 0
  say "installing: ${missing[*]}"

  # Maintainer scripts would start (and enable) the distribution's services, which would then hold our ports.
  local policy=/usr/sbin/policy-rc.d ours=
  if [ ! -e $policy ]; then
    ours=1; printf '#!/bin/sh\nexit 101\n' >$policy; chmod +x $policy
  fi
  [ -n "$(find /var/lib/apt/lists -name '*_Packages*' -mmin -1440 2>/dev/null | head -n1)" ] ||
    apt-get update -q >"$LOG/apt-update.log" 2>&1 || true
  local rc=0
  DEBIAN_PRIORITY=critical APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l \
    apt-get install -y -q --no-install-recommends \
    -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "${missing[@]}" </dev/null >>"$LOG/apt.log" 2>&1 || rc=$?
  [ -n "$ours" ] && rm -f $policy
  [ $rc = 0 ] || die "apt-get install; see $LOG/apt.log"
  # libvirt's own NAT network (virbr0) is not wanted: it would be started together with libvirtd.
  rm -f /etc/libvirt/qemu/networks/autostart/default.xml
}
