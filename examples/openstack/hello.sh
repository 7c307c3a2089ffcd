#!/bin/sh
echo "hello from $(hostname)" >/dev/console
