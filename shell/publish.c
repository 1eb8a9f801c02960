#include "args.h"
#include "shell.h"
int un_publish_main(struct un_shell *shell, const struct un_args *args) { (void)shell; (void)args; return 1; }
