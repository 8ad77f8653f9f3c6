# The block in the rc files: what is written, and that uninstall gives every byte back.

setup_file() {
  load helper
  make_clone
}

setup() {
  load helper
  make_home
}

# What a person may have in an rc file, one kind a case.
write_kind() {
  local file=$2
  case $1 in
    absent) ;;
    empty) : >"$file" ;;
    text) printf 'alias ll="ls -l"\n\nexport EDITOR=vi\n' >"$file" ;;
    'no final newline') printf 'first\nlast' >"$file" ;;
    'one line, no newline') printf 'x' >"$file" ;;
    'only a newline') printf '\n' >"$file" ;;
    'many newlines at the end') printf 'x\n\n\n' >"$file" ;;
    CRLF) printf 'first\r\nlast\r\n' >"$file" ;;
    'CRLF, no final newline') printf 'first\r\nlast\r' >"$file" ;;
    'not UTF-8') printf 'PS1="\351\377\200 "\n\001\033[1m\n' >"$file" ;;
    'not UTF-8 at the end') printf 'x\n\377' >"$file" ;;
    'long line') head -c 200000 /dev/zero | tr '\0' 'x' >"$file" ;;
    'text like ours') printf '# >>> awskit >>> \n#<<< awskit <<<\n # >>> awskit >>>\n' >"$file" ;;
    'mode 0600') printf 'x\n' >"$file" && chmod 600 "$file" ;;
    'mode 0666') printf 'x\n' >"$file" && chmod 666 "$file" ;;
    'mode 0755') printf 'x' >"$file" && chmod 755 "$file" ;;
    link | 'link to no final newline' | 'link of a link')
      mkdir "$home/dotfiles"
      printf 'x\n' >"$home/dotfiles/rc"
      [[ $1 != *newline ]] || printf 'x' >"$home/dotfiles/rc"
      [[ $1 != *'a link' ]] || ln -s dotfiles/rc "$home/middle"
      if [[ -L $home/middle ]]; then ln -s "$home/middle" "$file"; else ln -s dotfiles/rc "$file"; fi
      ;;
    'link to nothing')
      mkdir "$home/dotfiles"
      ln -s dotfiles/rc "$file"
      ;;
  esac
}

kinds=(absent empty text 'no final newline' 'one line, no newline' 'only a newline'
  'many newlines at the end' CRLF 'CRLF, no final newline' 'not UTF-8' 'not UTF-8 at the end'
  'long line' 'text like ours' 'mode 0600' 'mode 0666' 'mode 0755' link 'link to no final newline'
  'link of a link' 'link to nothing')

round_trip() {
  write_kind "$1" "$home/.bashrc"
  contents_of "$home" >"$BATS_TEST_TMPDIR/before"
  run install_sh --yes
  assert_success
  run grep -Fc '/shell/awskit.bash' "$home/.bashrc"
  assert_output 1
  run install_sh --yes --prefix "$home/kit"
  assert_success
  run grep -F '/shell/awskit.bash' "$home/.bashrc"
  assert_output "[ ! -r '$home/kit/shell/awskit.bash' ] || . '$home/kit/shell/awskit.bash'"
  run install_sh --uninstall
  assert_success
  rm -r "$home/.local"
  contents_of "$home" >"$BATS_TEST_TMPDIR/after"
  assert_same_bytes "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

for kind in "${kinds[@]}"; do
  bats_test_function --description "every byte comes back: $kind" -- round_trip "$kind"
done

@test "the block stands at the end, and nothing else changes" {
  printf 'first\r\n\377\n' >"$home/.bashrc"
  chmod 640 "$home/.bashrc"
  { cat "$home/.bashrc" && block_of bash; } >"$BATS_TEST_TMPDIR/expected"
  run install_sh --yes
  assert_success
  assert_same_bytes "$BATS_TEST_TMPDIR/expected" "$home/.bashrc"
  assert_equal "$(mode_of "$home/.bashrc")" -rw-r-----
}

@test "a line that is appended later does not run into the block" {
  printf 'no newline' >"$home/.bashrc"
  install_sh --yes
  printf 'later=yes' >>"$home/.bashrc"
  run at_home bash --noprofile -i -c 'echo "$later"; type -t aws_env'
  assert_line yes
  assert_line function
  run install_sh --uninstall
  assert_success
  printf 'no newline\nlater=yes' >"$BATS_TEST_TMPDIR/expected"
  assert_same_bytes "$BATS_TEST_TMPDIR/expected" "$home/.bashrc"
}

@test "lines that came before and after the block since are kept" {
  for before in '' 'old\n' 'old'; do
    # shellcheck disable=SC2059
    printf "$before" >"$home/.bashrc"
    install_sh --yes
    { printf 'new first\n' && cat "$home/.bashrc" && printf 'new last\n'; } >"$home/edited"
    cat "$home/edited" >"$home/.bashrc"
    run install_sh --yes
    assert_success
    assert_same_bytes "$home/edited" "$home/.bashrc"
    run install_sh --uninstall
    assert_success
    printf 'new first\n%snew last\n' "${before:+old
}" >"$BATS_TEST_TMPDIR/expected"
    assert_same_bytes "$BATS_TEST_TMPDIR/expected" "$home/.bashrc"
  done
}

@test "a file that awskit made stays when the person has written into it" {
  install_sh --yes
  echo 'mine=1' >>"$home/.bashrc"
  run install_sh --uninstall
  assert_success
  assert_equal "$(cat "$home/.bashrc")" mine=1
}

@test "a block with another path is replaced where it stands" {
  printf 'before\n%s\nold line\n# old remark\n%s\nafter' '# >>> awskit >>>' '# <<< awskit <<<' >"$home/.bashrc"
  run install_sh --yes
  assert_success
  { printf 'before\n' && block_of bash && printf 'after'; } >"$BATS_TEST_TMPDIR/expected"
  assert_same_bytes "$BATS_TEST_TMPDIR/expected" "$home/.bashrc"
}

@test "a block that an editor gave other line ends or no newline is known" {
  printf 'x\n' >"$home/.bashrc"
  cp "$home/.bashrc" "$BATS_TEST_TMPDIR/expected"
  install_sh --yes
  printf '%s' "$(cat "$home/.bashrc")" >"$home/.bashrc"
  cp "$home/.bashrc" "$home/edited"
  run install_sh --yes
  assert_same_bytes "$home/edited" "$home/.bashrc"
  run install_sh --uninstall
  assert_same_bytes "$BATS_TEST_TMPDIR/expected" "$home/.bashrc"

  install_sh --yes
  awk '{ printf "%s\r\n", $0 }' "$home/.bashrc" >"$home/edited"
  cat "$home/edited" >"$home/.bashrc"
  run install_sh --yes
  # With its carriage return the line would not run.
  run grep -Fxc "$(block_of bash | sed -n 2p)" "$home/.bashrc"
  assert_output 1
  run install_sh --uninstall
  assert_equal "$(od -c "$home/.bashrc")" "$(printf 'x\r\n' | od -c)"
}

@test "several blocks: uninstall takes all of them" {
  install_sh --yes
  { echo mine && cat "$home/.bashrc" "$home/.bashrc" && echo too; } >"$home/edited"
  cat "$home/edited" >"$home/.bashrc"
  run install_sh --uninstall
  assert_success
  assert_equal "$(cat "$home/.bashrc")" "$(printf 'mine\ntoo')"
}

@test "half a block is left alone and told; the rest is done" {
  login_shell=/bin/zsh
  local begin='# >>> awskit >>>' end='# <<< awskit <<<'
  for half in "$begin\nmine" "mine\n$end" "$begin\n$begin\n$end" "$end\n$begin" "$begin\n$end\n$end"; do
    printf "$half\n" >"$home/.bashrc"
    cp "$home/.bashrc" "$home/as-it-was"
    for option in --yes --uninstall; do
      run install_sh "$option"
      assert_failure 1
      assert_line '~/.bashrc was not changed.'
      assert_line --partial 'only part of awskit'
      assert_same_bytes "$home/as-it-was" "$home/.bashrc"
      if [[ $option == --yes ]]; then
        assert_line "  $(block_of bash | sed -n 2p)"
        run cat "$home/.zshrc"
        assert_line "$(block_of zsh | sed -n 2p)"
      fi
    done
    assert_absent "$home/.zshrc"
    assert_absent "$installed"
  done
}

@test "a read-only file is left alone and told; the rest is done" {
  login_shell=/bin/zsh
  echo mine >"$home/.bashrc"
  chmod 444 "$home/.bashrc"
  run install_sh --yes
  assert_failure 1
  assert_line '~/.bashrc was not changed.'
  assert_line "  $(block_of bash | sed -n 2p)"
  assert_equal "$(cat "$home/.bashrc")" mine
  run grep -c awskit.zsh "$home/.zshrc"
  assert_output 1

  chmod 644 "$home/.bashrc"
  install_sh --yes
  chmod 444 "$home/.bashrc"
  run install_sh --uninstall
  assert_failure 1
  assert_line '~/.bashrc was not changed.'
  assert_line --partial 'Delete its lines from'
  run grep -c '>>> awskit >>>' "$home/.bashrc"
  assert_output 1
  assert_absent "$home/.zshrc"
  assert_absent "$installed"
}

@test "a file in a folder that cannot be written to is told; the rest is done" {
  # Not even root can make a file there.
  ln -s /proc/awskit-rc "$home/.bashrc"
  run install_sh --yes
  assert_failure 1
  assert_line '~/.bashrc was not changed.'
  refute_output --partial 'cannot create'
  run test -x "$installed/shell/awskit"
  assert_success
}

@test "a write that fails leaves the file as it was, and nothing beside it" {
  echo mine >"$home/.bashrc"
  make_tool cat <<'END'
#!/bin/sh
case $1 in
  *.bashrc) echo half && exit 1 ;;
esac
exec /bin/cat "$@"
END
  run install_sh --yes
  assert_failure 1
  assert_line '~/.bashrc was not changed.'
  assert_equal "$(/bin/cat "$home/.bashrc")" mine
  assert_no_leftovers
}

@test "a folder, or a link in a circle, in place of the file is told" {
  mkdir "$home/.bashrc"
  run install_sh --yes
  assert_failure 1
  assert_line '~/.bashrc was not changed.'
  rmdir "$home/.bashrc"
  ln -s .bashrc "$home/.bashrc"
  run install_sh --yes
  assert_failure 1
  assert_line '~/.bashrc was not changed.'
  run readlink "$home/.bashrc"
  assert_output .bashrc
  run install_sh --uninstall
  assert_success
}

@test "the login shell and each shell that has an rc file get the block, no other" {
  login_shell=/bin/bash
  install_sh --yes
  assert_absent "$home/.zshrc"
  install_sh --uninstall

  login_shell=/usr/bin/zsh
  install_sh --yes
  assert_absent "$home/.bashrc"
  run cat "$home/.zshrc"
  assert_line "$(block_of zsh | sed -n 2p)"
  install_sh --uninstall

  login_shell=/bin/tcsh
  touch "$home/.bashrc" "$home/.zshrc"
  install_sh --yes
  run cat "$home/.zshrc"
  assert_output "$(block_of zsh)"
  run cat "$home/.bashrc"
  assert_output "$(block_of bash)"
}

@test "no shell that awskit knows: the lines are shown" {
  settings=(SHELL=)
  run install_sh --yes
  assert_success
  for shell in bash zsh; do
    assert_line "To have aws_env in new shells, add this line to ~/.${shell}rc:"
    assert_line "  $(block_of "$shell" | sed -n 2p)"
    assert_absent "$home/.${shell}rc"
  done
}

@test "zsh: ZDOTDIR is where its file is" {
  login_shell=/bin/zsh
  mkdir "$home/zsh here"
  settings=(ZDOTDIR="$home/zsh here")
  install_sh --yes
  assert_absent "$home/.zshrc"
  run at_home zsh -i -c 'whence -w aws_env'
  assert_line 'aws_env: function'
  run install_sh --uninstall
  run find "$home/zsh here" -mindepth 1
  assert_output ''
}

@test "without a terminal and --yes, and with --no-rc, no rc file is touched" {
  touch "$home/.zshrc"
  for options in '' --no-rc '--no-rc --yes'; do
    # shellcheck disable=SC2086
    run install_sh $options
    assert_success
    assert_line "  $(block_of bash | sed -n 2p)"
    assert_line "  $(block_of zsh | sed -n 2p)"
    refute_output --partial 'Open a new terminal'
    assert_absent "$home/.bashrc"
    run test -s "$home/.zshrc"
    assert_failure
  done
}

@test "uninstall --no-rc leaves the block, which is then without effect" {
  install_sh --yes
  cp "$home/.bashrc" "$home/as-it-was"
  run install_sh --uninstall --no-rc
  assert_success
  assert_same_bytes "$home/as-it-was" "$home/.bashrc"
  run at_home bash -c 'set -eu; . ~/.bashrc; echo fine'
  assert_output fine
}

@test "interactive bash and zsh have aws_env and clearaws" {
  touch "$home/.zshrc"
  install_sh --yes
  run at_home bash --noprofile -i -c 'type -t aws_env; type -t clearaws'
  assert_success
  assert_equal "$(grep -c '^function$' <<<"$output")" 2
  run at_home zsh -i -c 'whence -w aws_env clearaws'
  assert_success
  assert_line 'aws_env: function'
  assert_line 'clearaws: function'
}

on_macos() {
  make_tool uname <<<'echo Darwin'
}

@test "macOS: the login file that bash reads gets the block too" {
  on_macos
  run install_sh --yes
  assert_success
  for file in .bashrc .bash_profile; do
    run cat "$home/$file"
    assert_output --partial "$(block_of bash | sed -n 2p)"
  done
  run at_home bash -l -c 'type -t aws_env'
  assert_output function
  contents_of "$home" >"$BATS_TEST_TMPDIR/once"
  install_sh --yes
  contents_of "$home" >"$BATS_TEST_TMPDIR/twice"
  assert_same_bytes "$BATS_TEST_TMPDIR/once" "$BATS_TEST_TMPDIR/twice"
  install_sh --uninstall
  assert_absent "$home/.bashrc"
  assert_absent "$home/.bash_profile"
}

@test "macOS: of several login files, the one that bash reads" {
  on_macos
  touch "$home/.profile" "$home/.bash_login"
  install_sh --yes
  assert_absent "$home/.bash_profile"
  assert_equal "$(cat "$home/.profile")" ''
  assert_equal "$(cat "$home/.bash_login")" "$(block_of bash)"
}

@test "macOS: .profile, which sh reads too, does not break sh" {
  on_macos
  touch "$home/.profile"
  install_sh --yes
  run at_home bash -l -c 'type -t aws_env'
  assert_output function
  run at_home dash -c '. "$HOME/.profile"; echo fine'
  assert_output fine
  install_sh --uninstall
  run cat "$home/.profile"
  assert_success
  assert_output ''
}

@test "macOS: a login file that sources .bashrc is left alone" {
  on_macos
  for line in '. ~/.bashrc' 'source ~/.bashrc' '[ -f ~/.bashrc ] && . ~/.bashrc' \
    'test -r "$HOME/.bashrc" && source "$HOME/.bashrc"' 'if [ -f ~/.bashrc ]; then . ~/.bashrc; fi' \
    $'\t. "${HOME}/.bashrc"'; do
    echo "$line" >"$home/.bash_profile"
    install_sh --yes
    assert_equal "$(cat "$home/.bash_profile")" "$line"
  done
  for line in '# . ~/.bashrc' 'ls ~/.bashrc' 'x=a.b ~/.bashrc' 'echo resource ~/.bashrc'; do
    echo "$line" >"$home/.bash_profile"
    install_sh --yes
    run grep -c awskit.bash "$home/.bash_profile"
    assert_output 1
  done
}

@test "macOS: a login file that is a link to .bashrc gets one block" {
  on_macos
  echo mine >"$home/.bashrc"
  ln -s .bashrc "$home/.bash_profile"
  install_sh --yes
  run grep -c awskit.bash "$home/.bashrc"
  assert_output 1
  run install_sh --uninstall
  assert_success
  assert_equal "$(cat "$home/.bashrc")" mine
  run readlink "$home/.bash_profile"
  assert_output .bashrc
}
