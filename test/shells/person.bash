# Somebody with a HOME of their own, pointed at a sandbox that the file's tests share.

root=$(cd "${BATS_TEST_DIRNAME}/../.." && pwd)
export root
load "$root/node_modules/bats-support/load"
load "$root/node_modules/bats-assert/load"

sandbox_starts() {
  "$root/shell/awskit" sandbox >"$BATS_FILE_TMPDIR/exports" 2>"$BATS_FILE_TMPDIR/sandbox.log" 3>&- &
  echo $! >"$BATS_FILE_TMPDIR/sandbox.pid"
  local tries=0
  until grep -q SHARED "$BATS_FILE_TMPDIR/exports"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || return 1
    sleep 0.1
  done
}

sandbox_stops() {
  kill "$(cat "$BATS_FILE_TMPDIR/sandbox.pid")"
}

# Each test: an empty HOME, AWS files of its own, nothing of this machine's AWS variables.
person_arrives() {
  local name
  for name in $(compgen -e | grep -E '^(AWS|XDG)'); do unset "$name"; done
  eval "$(cat "$BATS_FILE_TMPDIR/exports")"
  export HOME="$BATS_TEST_TMPDIR/home"
  mkdir -p "$HOME"
  cp -R "$(dirname "$AWS_CONFIG_FILE")" "$HOME/.aws"
  unset AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE
  url=$(sed -n 's/^endpoint_url = //p' "$HOME/.aws/config" | head -n 1)
  export url
}

# A code that the sandbox has not taken yet: its clock moves on by two windows.
fresh_code() {
  # shellcheck disable=SC2016
  node -e '
    const [url] = process.argv.slice(1);
    const moved = await fetch(`${url}/_sandbox/advance`, { method: "POST", body: "{\"seconds\":60}" });
    if (!moved.ok) throw new Error(await moved.text());
    const answer = await fetch(`${url}/_sandbox/code?user=smce-veda`);
    console.log((await answer.json()).code);
  ' --input-type=module "$url"
}

# Runs a script in a shell that has sourced our functions; $code stands in it for a fresh code.
in_shell() {
  local shell=$1 script=$2
  shift 2
  code=$(fresh_code)
  export code
  run --separate-stderr "$shell" "$@" -c ". '$root/shell/awskit.$shell'
$script"
}

# Declares one test for each shell: for_each_shell NAME FUNCTION
for_each_shell() {
  local shell
  for shell in bash zsh; do
    bats_test_function --description "$shell: $1" -- in_that_shell "$shell" "$2"
  done
}

in_that_shell() {
  command -v "$1" >/dev/null || {
    [ -z "${CI-}" ] || fail "CI needs $1"
    skip "$1 is not here"
  }
  shell=$1
  "$2"
}
