#!/bin/sh
# shellcheck disable=SC2154 # udhcpc sets them
# Told by udhcpc what a DHCP server said; sets the NIC up accordingly.
case $1 in
  deconfig)
    ip link set "$interface" up
    ip -4 addr flush dev "$interface"
    ;;
  bound | renew)
    ip -4 addr flush dev "$interface"
    [ -n "$mtu" ] && ip link set "$interface" mtu "$mtu"
    ip addr add "$ip/$mask" dev "$interface"
    # The second NIC's routes must not replace the first one's.
    read -r metric <"/sys/class/net/$interface/ifindex"
    if [ -n "$staticroutes" ]; then # RFC 3442: then option 3 does not count
      # shellcheck disable=SC2086 # pairs of words
      set -- $staticroutes
      while [ $# -ge 2 ]; do
        if [ "$2" = 0.0.0.0 ]; then
          ip route add "$1" dev "$interface" metric "$metric"
        else
          ip route add "$1" via "$2" dev "$interface" metric "$metric"
        fi
        shift 2
      done
    else
      for gateway in $router; do
        ip route add default via "$gateway" dev "$interface" metric "$metric"
      done
    fi
    for server in $dns; do
      grep -q -x -s "nameserver $server" /etc/resolv.conf || echo "nameserver $server" >>/etc/resolv.conf
    done
    [ -n "$hostname" ] && hostname "$hostname"
    echo "$interface" >/run/leases
    ;;
esac
