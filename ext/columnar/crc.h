/* CRC-32C (Castagnoli, RFC 3720 B.4): what a segment is checked with. */
#ifndef UN_COLUMNAR_CRC_H
#define UN_COLUMNAR_CRC_H

#include <stddef.h>
#include <stdint.h>

uint32_t un_crc32c(const void *data, size_t len);

#endif
