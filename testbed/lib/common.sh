# Shared by every script of the test bed: paths, addresses, logging, and starting/stopping daemons by recorded pid.
# shellcheck shell=bash disable=SC2034 # most names are for the scripts that source this

SECONDS=0 # the environment may have passed one on
TESTBED_STATE=${TESTBED_STATE:-/var/lib/anyrack-testbed}
STATE=$TESTBED_STATE
ETC=$STATE/etc LOG=$STATE/log RUN=$STATE/run

# The provider ("external") network is a bridge of this host. The host's own address on it is where every API
# endpoint listens, so that the catalog holds the same URLs for the host and for guests behind a tenant router.
EXT_BRIDGE=anyrackext0
EXT_CIDR=198.51.100.0/24
API_IP=198.51.100.1
FIP_FIRST=198.51.100.50
FIP_LAST=198.51.100.250
REGION=RegionOne

# It is a test bed on a private bridge: the passwords are constants, and documented.
ADMIN_PASSWORD=admin-secret RACK_PASSWORD=rack-secret SERVICE_PASSWORD=service-secret
DB_SOCKET=$RUN/mysqld.sock

# Only system programs: no private Python, Java or shims that the caller may have first on the PATH.
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE
# A proxy may be how apt reaches its packages; our own addresses are not behind it.
export no_proxy="${no_proxy:+$no_proxy,}127.0.0.1,localhost,$API_IP" NO_PROXY="${NO_PROXY:+$NO_PROXY,}127.0.0.1,localhost,$API_IP"
unset "${!OS_@}"

say() { printf '%4ds %s\n' "$SECONDS" "$*"; }
die() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

# --- daemons ---------------------------------------------------------------------------------------------------
# run/NAME.pid holds "PID STARTTIME": a pid alone may have been reused by a stranger since.
starttime() { awk '{sub(/^.*\) /, ""); print $20}' "/proc/$1/stat" 2>/dev/null; }

alive() { # NAME: our daemon of that name is running
  local pid start
  read -r pid start 2>/dev/null <"$RUN/$1.pid" || return 1
  [ -n "$start" ] && [ "$(starttime "$pid")" = "$start" ]
}

record() { # NAME PID
  echo "$2 $(starttime "$2")" >"$RUN/$1.pid"
}

STARTED=' ' # names that this run has started
start() { # NAME COMMAND...: in its own session (so that its children die with it), output to log/NAME.log
  local name=$1; shift
  alive "$name" && return 0
  STARTED+="$name "
  (cd / && exec setsid nohup "$@" >>"$LOG/$name.log" 2>&1 </dev/null 9>&-) &
  record "$name" $!
}

stop() { # NAME [SECONDS]: TERM to the whole session's group, then KILL
  local name=$1 left=$((${2:-10} * 5)) pid start
  if alive "$name"; then
    read -r pid start <"$RUN/$name.pid"
    kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null
    while alive "$name" && [ $((left--)) -gt 0 ]; do sleep 0.2; done
    kill -KILL -- "-$pid" 2>/dev/null
  fi
  rm -f "$RUN/$name.pid"
}

wait_for() { # SECONDS WHAT COMMAND...: until the command succeeds
  local limit=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $limit ] || die "$what: not ready in time; see $LOG"
    sleep 0.5
  done
}

http_ok() { # any answer but a server error will do: 300 and 401 are normal for a versions page
  local code
  code=$(curl -s -o /dev/null -m 10 -w '%{http_code}' "$1") || return 1
  [ "$code" -ge 200 ] && [ "$code" -lt 500 ]
}

once() { # STAMP COMMAND...: work that need not be repeated on a second run
  local stamp=$STATE/done/$1; shift
  [ -e "$stamp" ] && return 0
  "$@" && touch "$stamp"
}

sql() { mariadb --no-defaults -S "$DB_SOCKET" "$@"; }
db_url() { echo "mysql+pymysql://root@localhost/$1?unix_socket=$DB_SOCKET&charset=utf8mb4"; }

# Runs its arguments (function names) at the same time and fails if one of them fails.
together() {
  local f pids=() rc=0
  for f in "$@"; do $f & pids+=($!); done
  for f in "${pids[@]}"; do wait "$f" || rc=1; done
  return $rc
}
