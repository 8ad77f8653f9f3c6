# What a person sees and answers on a terminal, and Ctrl-C.

setup_file() {
  load helper
  make_clone
}

setup() {
  load helper
  make_home
}

@test "it asks once for each file; Return and y say yes" {
  touch "$home/.zshrc"
  run install_on_terminal '.bashrc? [Y/n]' $'\r' '.zshrc? [Y/n]' $'y\r' --
  assert_success
  assert_equal "$(grep -o '\[Y/n\]' <<<"$output" | wc -l | tr -d ' ')" 2
  run cat "$home/.bashrc"
  assert_output --partial "$(block_of bash | sed -n 2p)"
  run cat "$home/.zshrc"
  assert_output "$(block_of zsh)"

  run install_on_terminal --
  assert_success
  refute_output --partial '[Y/n]'
}

@test "n, and Ctrl-D, write nothing and show the line" {
  echo mine >"$home/.bashrc"
  for answer in $'n\r' $'No\r' $'what\r' $'\x04'; do
    run install_on_terminal '[Y/n]' "$answer" --
    assert_success
    assert_line --partial "  $(block_of bash | sed -n 2p)"
    assert_equal "$(cat "$home/.bashrc")" mine
  done
}

@test "--yes and --no-rc do not ask" {
  run install_on_terminal -- --no-rc
  assert_success
  refute_output --partial '[Y/n]'
  assert_absent "$home/.bashrc"
  run install_on_terminal -- --yes
  assert_success
  refute_output --partial '[Y/n]'
  run test -s "$home/.bashrc"
  assert_success
}

@test "Ctrl-C at the question: status 130, nothing written, nothing left" {
  run install_on_terminal '[Y/n]' '^C' --
  assert_failure 130
  assert_absent "$home/.bashrc"
  assert_no_leftovers
}

@test "Ctrl-C while it builds: status 130, nothing installed, nothing left" {
  local other=$BATS_TEST_TMPDIR/clone
  copy_clone "$clone" "$other"
  rm -r "$other/dist"
  # It goes on until the signal: nothing is written into the pipe.
  mkfifo "$BATS_TEST_TMPDIR/never"
  make_tool npm <<END
#!/bin/sh
echo 'npm is at work' >/dev/tty
exec cat <>"$BATS_TEST_TMPDIR/never"
END
  clone=$other run install_on_terminal 'npm is at work' '^C' -- --yes
  assert_failure 130
  assert_absent "$home/.local"
  assert_no_leftovers
}

@test "colour only where TERM and NO_COLOR allow it" {
  local bold=$'\x1b[1m'
  run install_on_terminal -- --yes
  refute_output --partial "$bold"
  settings=(TERM=xterm)
  run install_on_terminal -- --yes
  assert_output --partial "$bold"
  settings=(TERM=xterm NO_COLOR=1)
  run install_on_terminal -- --yes
  refute_output --partial "$bold"
  settings=(TERM=xterm)
  run install_sh --yes
  refute_output --partial "$bold"
}
