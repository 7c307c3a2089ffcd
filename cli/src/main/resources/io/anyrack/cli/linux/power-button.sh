#!/bin/sh
# The power button was pressed: the BMC's soft off.
exec /sbin/poweroff
