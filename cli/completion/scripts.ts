/** The shells with completion. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A shell with completion. */
export type Shell = (typeof SHELLS)[number];

/**
 * Each script calls `kfaas __complete` with the words so far. Each line of its output is a candidate, a tab and a
 * description. A line `:files` or `:folders` starts the shell's own completion of paths, which handles quoting and
 * `~`. The script calls the program by the name that was typed, so that the candidates fit its version.
 */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of kfaas for bash.
_kfaas() {
  local line kind= quote=
  local -a words=("\${COMP_WORDS[@]:1:COMP_CWORD}") names=() paths=()
  [[ \${COMP_WORDS[COMP_CWORD]} == *[\\"\\']* ]] && quote=1
  # The words come as they were typed, and names have no quotes around them.
  words=("\${words[@]//[\\\\\\"\\']/}")
  local word=\${words[COMP_CWORD-1]}
  [[ $word == = ]] && word=
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) kind=-f ;;
      :folders) kind=-d ;;
      *) names+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" 2>/dev/null)
  if [[ -n $kind ]]; then
    while IFS= read -r line; do paths+=("$line"); done < <(compgen "$kind" -- "$word")
  fi
  # bash quotes files that are there, and nothing else: a branch may be called y;reboot.
  local odd='[^A-Za-z0-9._/@+=,:-]'
  if [[ -n $kind && ! "\${names[*]// /}" =~ $odd ]] && compopt -o filenames 2>/dev/null; then
    COMPREPLY=("\${names[@]}" "\${paths[@]}")
  else
    for line in "\${names[@]}" "\${paths[@]}"; do
      [[ -n $kind && -d $line && $line != */ ]] && line+=/
      if [[ ! $line =~ $odd ]]; then COMPREPLY+=("$line")
      elif [[ -z $quote ]]; then COMPREPLY+=("$(printf %q "$line")"); fi
    done
  fi
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _kfaas kfaas
`,
  zsh: `#compdef kfaas
# Completion of kfaas for zsh.
_kfaas() {
  local line
  local -a names shown open
  for line in "\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) compset -P '--*='; _files ;;
      :folders) compset -P '--*='; _files -/ ;;
      */) open+=("$line") ;;
      *) names+=("\${line%%$'\\t'*}"); shown+=("\${line/$'\\t'/  -- }") ;;
    esac
  done
  (( $#open )) && compadd -S '' -- $open
  (( $#names )) && compadd -l -d shown -a names
}
if [[ \${funcstack[1]} == _kfaas ]]; then _kfaas "$@"; else compdef _kfaas kfaas; fi
`,
  fish: `# Completion of kfaas for fish.
function __kfaas_complete
  set -l words (commandline -opc)
  set -l word (commandline -ct)
  for line in ($words[1] __complete -- $words[2..-1] "$word" 2>/dev/null)
    switch $line
      case ':files'
        __fish_complete_path "$word"
      case ':folders'
        __fish_complete_directories "$word"
      case '*'
        echo $line
    end
  end
end
complete -c kfaas -f -a '(__kfaas_complete)'
`,
};

/** Returns the completion script of a shell. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
