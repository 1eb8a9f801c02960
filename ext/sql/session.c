#include "session.h"

#include <string.h>

struct un_session *un_session_new(int bindings) {
  size_t size = sizeof(struct un_session) + (size_t)bindings * sizeof(struct un_binding);
  struct un_session *session = sqlite3_malloc64(size);
  if (!session) return NULL;
  memset(session, 0, size);
  session->as_of = UN_NO_DAY;
  for (int i = 0; i < bindings; i++) session->bindings[i].session = session;
  return session;
}

void un_session_release(void *binding) {
  struct un_session *session = ((struct un_binding *)binding)->session;
  if (--session->count == 0) sqlite3_free(session);
}
