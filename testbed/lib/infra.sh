# What the services stand on: the external bridge, MariaDB, RabbitMQ, libvirt.
# shellcheck shell=bash

setup_bridge() {
  ip link show "$EXT_BRIDGE" >/dev/null 2>&1 || ip link add "$EXT_BRIDGE" type bridge
  ip link set "$EXT_BRIDGE" up
  ip -4 addr show dev "$EXT_BRIDGE" | grep -qF " $API_IP/" || ip addr add "$API_IP"/24 dev "$EXT_BRIDGE"
  # The security groups are iptables rules on bridged packets.
  sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 || true
}

# Private instance: own data directory, no TCP, no grant tables (root only can reach the socket's directory).
start_db() {
  if [ ! -e "$STATE/mysql/ibdata1" ]; then
    install -d -o mysql -g mysql -m 700 "$STATE/mysql"
  fi
  start mysqld mariadbd --no-defaults --user=mysql --datadir="$STATE/mysql" --socket="$DB_SOCKET" \
    --pid-file="$STATE/mysql/pid" --skip-networking --skip-grant-tables --skip-name-resolve \
    --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci --max-connections=400 \
    --innodb-buffer-pool-size=64M --innodb-log-file-size=32M --innodb-flush-log-at-trx-commit=0 \
    --innodb-doublewrite=0 --innodb-flush-method=nosync --innodb-file-per-table=0 --performance-schema=0 \
    --table-open-cache=600 --sync-binlog=0
  wait_for 60 mariadb sql -e 'select 1'
}

EPMD_PORT=14369 # an Erlang port mapper of our own, so that it can be stopped with the rest
start_mq() {
  local home=$STATE/rabbitmq
  install -d -o rabbitmq -g rabbitmq -m 750 "$home" "$home/log"
  start rabbitmq env HOME="$home" RABBITMQ_NODENAME=anyrack@localhost RABBITMQ_MNESIA_BASE="$home" \
    RABBITMQ_LOG_BASE="$home/log" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=5672 \
    RABBITMQ_DIST_PORT=25672 RABBITMQ_CONFIG_FILE="$home/rabbitmq" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$EPMD_PORT \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+sbwt none +sbwtdcpu none +sbwtdio none +S 1:1 -kernel inet_dist_use_interface {127,0,0,1}" \
    setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups \
    /usr/lib/rabbitmq/bin/rabbitmq-server
}

wait_mq() { wait_for 90 rabbitmq bash -c 'exec 3<>/dev/tcp/127.0.0.1/5672 && printf "AMQP\0\0\x09\x01" >&3 && head -c1 <&3 | grep -q .'; }

start_libvirt() {
  start virtlogd virtlogd
  cat >"$ETC/libvirtd.conf" <<END
listen_tls = 0
listen_tcp = 0
auth_unix_rw = "none"
END
  start libvirtd libvirtd --config "$ETC/libvirtd.conf"
}
