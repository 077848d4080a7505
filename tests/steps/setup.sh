# What the steps need beside Rust: looked for, installed where that is allowed, or told with the reason why it isn't here. Read by `run`.
#
# Needs a POSIX shell and the coreutils only. Every function that can't get a thing returns 1 and leaves the reason in $why.

# Ends a command that hangs, where the machine can do that.
bounded() {
  limit=$1; shift
  if command -v timeout >/dev/null; then timeout -k 10 "$limit" "$@"; else "$@"; fi
}

# Why a tool gave up: the last line of its log that says anything, shortened. pip's last line is about versions where it reached no index.
reason() {
  case $(cat "$1" 2>/dev/null) in *"connection broken by"*) printf 'no package index can be reached'; return ;; esac
  said=$(tail -n 20 "$1" 2>/dev/null | tr -d '\r' | while IFS= read -r line; do [ -z "$line" ] || printf '%s\n' "$line"; done | tail -n 1 | cut -c 1-200)
  printf '%s' "${said:-it said nothing}"
}

# apt_get SECONDS WORDS: apt-get as root, without questions, not waiting forever for a lock or a server.
apt_get() {
  seconds=$1; shift
  set -- apt-get -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 -o Acquire::http::Timeout=30 "$@"
  if [ "$seconds" -gt 0 ] && command -v timeout >/dev/null; then set -- timeout -k 10 "$seconds" "$@"; fi
  # shellcheck disable=SC2086 # no word or two
  $as_root env DEBIAN_FRONTEND=noninteractive "$@" </dev/null >>"$log" 2>&1
}

# hold NAME, let_go NAME: steps that run side by side do this one after the other.
hold() { until mkdir "$state/$1.held" 2>/dev/null; do sleep 1; done; }
let_go() { rmdir "$state/$1.held"; }

# install PACKAGES: from the distribution, in $why why not.
install() {
  hold apt-get
  apt_get_install "$@"
  set -- $?
  let_go apt-get
  return "$1"
}

# Downloads are bounded; what is unpacked is never cut off.
apt_get_install() {
  log=$state/apt-get.log
  [ "${INSTALL:-yes}" = yes ] || { why="INSTALL=$INSTALL forbids to install it"; return 1; }
  command -v apt-get >/dev/null || { why="there is no apt-get to install it with"; return 1; }
  if [ "$(id -u)" -eq 0 ]; then
    as_root=
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
  else
    why="only root can install it: apt-get install $*"; return 1
  fi
  # One that answered nothing is not waited for again.
  [ ! -e "$state/apt-hangs" ] || { why="apt-get could not install it: it gave no answer in time"; return 1; }
  echo "installing $* (apt-get)"
  # Old lists may still do; once is enough for all steps.
  if [ ! -e "$state/apt-updated" ]; then apt_get 300 update || :; : >"$state/apt-updated"; fi
  apt_get 900 install --no-install-recommends --download-only "$@"
  case $? in
  0) if apt_get 0 install --no-install-recommends "$@"; then return 0; fi ;;
  124 | 137) : >"$state/apt-hangs"; why="apt-get could not install $*: it gave no answer in time"; return 1 ;;
  esac
  why="apt-get could not install $*: $(reason "$log")"
  return 1
}

# works COMMANDS: the first of them that can say its version, in $found. What only stands in the path may be a stub.
works() {
  for found in "$@"; do
    if command -v "$found" >/dev/null && bounded 60 "$found" --version </dev/null >/dev/null 2>&1; then return 0; fi
  done
  found=
  return 1
}

# need NAME PACKAGES COMMANDS: one of the commands works, in $found.
need() {
  name=$1 packages=$2; shift 2
  works "$@" && return 0
  # shellcheck disable=SC2086 # several packages
  if install $packages; then
    works "$@" && return 0
    why="it does not start after apt-get installed $packages"
  fi
  why="$name is not here, and $why"
  return 1
}

# component NAME COMMAND: a part of the Rust toolchain that some installations leave out.
component() {
  bounded 60 cargo "$2" --version >/dev/null 2>&1 && return 0
  if [ "${INSTALL:-yes}" = yes ] && command -v rustup >/dev/null; then
    echo "installing $1 (rustup)"
    bounded 300 rustup component add "$1" >"$state/rustup.log" 2>&1 && bounded 60 cargo "$2" --version >/dev/null 2>&1 && return 0
    why="$1 is not here, and rustup could not add it: $(reason "$state/rustup.log")"
  else
    why="$1 is not here: add it to the Rust toolchain"
  fi
  return 1
}

# need_python MINOR: a Python that is new enough, in $python.
need_python() {
  new_enough "$1" && return 0
  seen=$python
  install python3 python3-venv && new_enough "$1" && return 0
  if [ -n "$seen" ]; then why="Python 3.$1 or newer is not here ($seen)"; else why="Python is not here, and $why"; fi
  return 1
}

# Leaves the version of one that is too old in $python.
new_enough() {
  old=
  for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
    command -v "$python" >/dev/null || continue
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, '"$1"'))' 2>/dev/null) && return 0
    [ -z "$version" ] || old="$python is $version"
  done
  python=$old
  return 1
}

# venv NAME MINOR REQUIREMENTS: an environment with pinned requirements in target/NAME-venv. `ready` is written last and says of what it was
# made, so that nobody takes a half-made environment, or one of other requirements or another place, for ready.
venv() {
  place=$PWD/target/$1-venv minor=$2 requirements=$3 pip_log=$state/$1-pip.log
  made_of="$place
$(cat "$requirements")"
  if [ "$(cat "$place/ready" 2>/dev/null)" = "$made_of" ] && "$place/bin/python" -c '' 2>/dev/null; then return 0; fi
  rm -rf "$place"
  need_python "$minor" || return 1
  echo "making target/$1-venv of $requirements"
  if ! "$python" -m venv "$place" >"$pip_log" 2>&1; then
    rm -rf "$place"
    if ! { install python3-venv && "$python" -m venv "$place" >"$pip_log" 2>&1; }; then
      rm -rf "$place"
      why="$python can't make an environment (venv with ensurepip; Debian's package python3-venv): ${why:-$(reason "$pip_log")}"
      return 1
    fi
  fi
  if ! bounded 1200 "$place/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --retries 2 --requirement "$requirements" \
    </dev/null >"$pip_log" 2>&1; then
    rm -rf "$place"
    why="pip could not install $requirements: $(reason "$pip_log")"
    return 1
  fi
  printf '%s\n' "$made_of" >"$place/ready"
}

# What every step needs. A linker is installed where it can be; Rust may also have been told of another one.
toolchain() {
  if ! command -v cargo >/dev/null; then
    echo "cargo is missing: install Rust 1.90 or newer" >&2
    exit 2
  fi
  command -v cc >/dev/null || install gcc libc6-dev || echo "note: there is no C compiler (cc) to link with, and $why" >&2
}
