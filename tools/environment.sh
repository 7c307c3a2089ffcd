# Finds or installs what Anyrack is built and run with. Sourced by ./anyrack and ./check; POSIX sh; needs $root.
# shellcheck shell=sh disable=SC2034,SC2154 # names shared with the scripts that source this

say() { printf '%s\n' "$*" >&2; }
die() {
  say "anyrack: $*"
  exit 1
}

# --- the JDK ---------------------------------------------------------------------------------------------------------

# Is $1 the home of a JDK 25? Sets java_version. Reads the file `release` rather than starting a JVM: this runs each time.
is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="25"' | 'JAVA_VERSION="25'[.+-]*)
        java_version=$line
        return 0
        ;;
    esac
  done <"$1/release"
  return 1
}

# Sets java_home to the first JDK 25 found.
find_jdk() {
  if [ -n "${ANYRACK_JAVA_HOME:-}" ]; then
    is_jdk_25 "$ANYRACK_JAVA_HOME" || die "ANYRACK_JAVA_HOME=$ANYRACK_JAVA_HOME is not the home of a JDK 25."
    java_home=$ANYRACK_JAVA_HOME
    return 0
  fi
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
    java_home=$JAVA_HOME
    return 0
  fi
  for candidate in \
    /usr/lib/jvm/*25* \
    /opt/*jdk*25* /opt/java/*25* \
    "${HOME:-/}"/.sdkman/candidates/java/25* \
    "${HOME:-/}"/.jdks/*25* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if is_jdk_25 "$candidate"; then
      java_home=$candidate
      return 0
    fi
  done
  if candidate=$(command -v java) && candidate=$(readlink -f "$candidate"); then
    candidate=${candidate%/bin/java}
    if is_jdk_25 "$candidate"; then
      java_home=$candidate
      return 0
    fi
  fi
  return 1
}

# Sets java_home, installs the JDK where the distribution has it, or says how to get one.
need_jdk() {
  find_jdk && return 0
  if command -v apt-get >/dev/null; then
    refresh_package_lists
    if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
      install_packages openjdk-25-jdk-headless
      find_jdk && return 0
    fi
  fi
  die "a JDK 25 is needed and was not found.
  Where the system's packages have none (Debian 12), install Eclipse Temurin 25 from adoptium.net: the package
  temurin-25-jdk, or its archive unpacked anywhere. On macOS: brew install openjdk@25.
  It is looked for in ANYRACK_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, Homebrew and on PATH."
}

# --- packages --------------------------------------------------------------------------------------------------------

# Prints the Debian packages that are missing among those that $1 names: build, local, openstack or check. Cheap: no
# dpkg.
missing_packages() {
  case $1 in
    build)
      lacks_command mvn maven
      ;;
    local)
      lacks_command qemu-system-x86_64 qemu-system-x86
      lacks_command qemu-img qemu-utils
      lacks_command ipmitool ipmitool
      # Elsewhere than on Debian the firmware comes with QEMU, and the program looks for it itself.
      if command -v apt-get >/dev/null; then
        lacks_file /usr/share/OVMF/OVMF_CODE_4M.fd ovmf
        lacks_file /usr/lib/ipxe/qemu/efi-virtio.rom ipxe-qemu
        lacks_file /usr/lib/ipxe/snponly.efi ipxe
      fi
      ;;
    openstack)
      lacks_command ipmitool ipmitool
      lacks_command xorriso xorriso
      lacks_file /usr/lib/ipxe/ipxe.iso ipxe
      lacks_command ssh openssh-client
      ;;
    check)
      lacks_command ipmi-chassis freeipmi-tools
      lacks_file /usr/lib/python3/dist-packages/sushy/__init__.py python3-sushy
      lacks_command xorriso xorriso
      lacks_command shellcheck shellcheck
      lacks_command xz xz-utils
      ;;
  esac
}

lacks_command() { command -v "$1" >/dev/null || printf '%s ' "$2"; }
lacks_file() { [ -e "$1" ] || printf '%s ' "$2"; }

# Installs what is missing among the sets named, or says the one line that does.
need_packages() {
  missing=
  for set in "$@"; do
    missing="$missing$(missing_packages "$set")"
  done
  [ -z "$missing" ] && return 0
  command -v apt-get >/dev/null ||
    die "these programs are missing; install them with this system's package manager (names of Debian's packages): $missing"
  refresh_package_lists
  # shellcheck disable=SC2086 # a list of words
  install_packages $missing
}

install_packages() {
  may_be_root || die "packages are missing. Install them with:
  sudo apt-get install -y --no-install-recommends $*"
  say "anyrack: installing $*"
  as_root apt-get -qq install -y --no-install-recommends "$@" </dev/null >/dev/null ||
    die "that failed (see above). Try: apt-get update, then apt-get install -y --no-install-recommends $*"
}

# A fresh container has no lists of packages at all.
refresh_package_lists() {
  for list in /var/lib/apt/lists/*_Packages*; do
    [ -e "$list" ] && return 0
  done
  if may_be_root; then
    say "anyrack: fetching the lists of packages"
    as_root apt-get -qq update </dev/null >&2 || die "apt-get update failed (see above)."
  fi
}

may_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo -n DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

# --- Maven -----------------------------------------------------------------------------------------------------------

# Maven itself runs on the JDK 25 that was found, so it need not find one again in a place that it does not know.
maven() {
  JAVA_HOME=$java_home \
    MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn -B -f "$root/pom.xml" "$@"
}
