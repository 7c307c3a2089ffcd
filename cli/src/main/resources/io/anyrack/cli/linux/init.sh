#!/bin/sh
# The first program: makes the usual file systems and hands over to busybox init, which then does /etc/inittab.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
/bin/busybox --install -s
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /run
exec /sbin/init </dev/console >/dev/console 2>&1
