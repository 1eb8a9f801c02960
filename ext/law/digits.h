/* Two decimal digits at a time. */
#ifndef UN_LAW_DIGITS_H
#define UN_LAW_DIGITS_H

#include <string.h>

/* `00` to `99`, without a NUL; what is behind them. */
static inline char *un_put_two(char *at, unsigned value) {
  static const char pairs[] =
      "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
      "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
  memcpy(at, pairs + 2 * value, 2);
  return at + 2;
}

#endif
