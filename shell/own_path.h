/* Where the user's own files are, by the XDG Base Directory rules: a variable that is
** empty or relative is void.
**
** Ownership: the caller frees what is given.
*/
#ifndef UN_SHELL_OWN_PATH_H
#define UN_SHELL_OWN_PATH_H

/* unseal/NAME in $XDG_CONFIG_HOME, else ~/.config; NULL without a home. */
char *un_own_config(const char *name);

/* unseal/NAME in $XDG_STATE_HOME, else ~/.local/state; NULL without a home. */
char *un_own_state(const char *name);

#endif
