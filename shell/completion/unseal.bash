# made by `make documents` from unseal's tables: do not edit
_unseal() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= options= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
    init|record|show|import|report|check|backup|lint|publish) command=${COMP_WORDS[i]}; break ;;
    esac
  done
  case $before in
  --format) COMPREPLY=($(compgen -W "table column line list csv tsv json ndjson markdown html quote insert tabs ascii tcl ics xlsx" -- "$word")); return ;;
  --as) COMPREPLY=($(compgen -W "auto $(unseal import --list 2>/dev/null | cut -d' ' -f1)" -- "$word")); return ;;
  esac
  case $command in
  init) options="--timeout --quiet --version --help " ;;
  record) options="--as-of --format --timeout --spreadsheet --crlf --wrap --dry-run --quiet --version --help " ;;
  show) options="--as-of --format --output --readonly --timeout --spreadsheet --crlf --wrap --quiet --version --help " ;;
  import) options="--command --as-of --format --output --param --timeout --spreadsheet --crlf --wrap --as --map --sheet --encoding --delimiter --rejects --period --provider --published --update --dry-run --list --quiet --version --help " ;;
  report) options="--as-of --format --output --param --readonly --safe --timeout --spreadsheet --crlf --wrap --list --reports --skip-empty --quiet --version --help " ;;
  check) options="--as-of --format --output --readonly --timeout --spreadsheet --crlf --wrap --quiet --version --help " ;;
  backup) options="--timeout --quiet --version --help " ;;
  lint) options="--as-of --format --output --readonly --timeout --spreadsheet --crlf --wrap --as --period --without --reports --quiet --version --help " ;;
  publish) options="--as-of --timeout --period --without --reports --quiet --version --help " ;;
  *) options="--command --file --as-of --format --output --param --readonly --safe --timeout --spreadsheet --crlf --wrap --list --quiet --version --help " ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  COMPREPLY=($(compgen -f -- "$word"))
  [[ $command ]] || COMPREPLY+=($(compgen -W "init record show import report check backup lint publish" -- "$word"))
  [[ $command != report ]] || COMPREPLY+=($(compgen -W "$(unseal report --list 2>/dev/null | cut -d' ' -f1)" -- "$word"))
  [[ $command != record ]] || COMPREPLY+=($(compgen -W "request gag event notice challenge" -- "$word"))
}
complete -o filenames -F _unseal unseal
