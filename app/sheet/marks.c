#include "sheet/marks.h"

#ifdef __x86_64__
#include <immintrin.h>
#include <sys/platform/x86.h>

/* Sixty-four bytes at once, and the numbers of those that are marks pushed together by one instruction: a third of the time
 * that any x86-64 can do it in. */
__attribute__((target("avx512bw,avx512vbmi2,popcnt"))) static size_t
find_wide(const char *text, size_t len, char separator, uint16_t places[MARKS_ROOM])
{
        static const uint8_t numbers[MARKS_BLOCK] = {
                0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63
        };
        const __m512i separators = _mm512_set1_epi8(separator), quotes = _mm512_set1_epi8('"'),
                      feeds = _mm512_set1_epi8('\n'), returns = _mm512_set1_epi8('\r'),
                      all = _mm512_loadu_si512(numbers);
        uint16_t *to = places;
        for (size_t at = 0; at < len; at += MARKS_BLOCK) {
                const __m512i bytes = _mm512_loadu_si512(text + at), from = _mm512_set1_epi16((short)at);
                __mmask64 bits =
                    _mm512_cmpeq_epi8_mask(bytes, separators) | _mm512_cmpeq_epi8_mask(bytes, quotes) |
                    _mm512_cmpeq_epi8_mask(bytes, feeds) | _mm512_cmpeq_epi8_mask(bytes, returns);
                const __m512i found = _mm512_maskz_compress_epi8(bits, all);
                const __m256i first = _mm512_castsi512_si256(found),
                              second = _mm512_extracti64x4_epi64(found, 1);
                _mm512_storeu_si512(to, _mm512_add_epi16(_mm512_cvtepu8_epi16(first), from));
                int n = __builtin_popcountll(bits);
                if (n > MARKS_BLOCK / 2)
                        _mm512_storeu_si512(to + MARKS_BLOCK / 2,
                                            _mm512_add_epi16(_mm512_cvtepu8_epi16(second), from));
                to += n;
        }
        return (size_t)(to - places);
}

/* For every byte as eight bits: which of them are set, and how many. */
static uint8_t set[256][8], counts[256];

static void make_tables(void)
{
        for (unsigned byte = 0; byte < 256; byte++)
                for (unsigned bit = 0; bit < 8; bit++)
                        if (byte >> bit & 1)
                                set[byte][counts[byte]++] = (uint8_t)bit;
}

/* A bit for each byte of a block: is it a mark? */
static inline uint64_t find_bits(const char *at, __m128i separators)
{
        const __m128i quotes = _mm_set1_epi8('"'), feeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
        uint64_t bits = 0;
#pragma GCC unroll 4
        for (int i = 0; i < MARKS_BLOCK; i += 16) {
                const __m128i bytes = _mm_loadu_si128((const __m128i *)(at + i));
                const __m128i ends =
                    _mm_or_si128(_mm_cmpeq_epi8(bytes, feeds), _mm_cmpeq_epi8(bytes, returns));
                const __m128i others =
                    _mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, separators));
                bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(ends, others)) << i;
        }
        return bits;
}

/* Always eight places at once, of which those count that a mark stands at: to ask about each mark would take
 * longer. */
static size_t find_by_tables(const char *text, size_t len, char separator, uint16_t places[MARKS_ROOM])
{
        const __m128i separators = _mm_set1_epi8(separator), none = _mm_setzero_si128(),
                      eight = _mm_set1_epi16(8);
        __m128i from = none;
        uint16_t *to = places;
        if (!counts[1])
                make_tables();
        for (size_t at = 0; at < len; at += MARKS_BLOCK) {
                uint64_t bits = find_bits(text + at, separators);
#pragma GCC unroll 8
                for (int i = 0; i < MARKS_BLOCK; i += 8) {
                        unsigned byte = bits >> i & 255;
                        __m128i eight_bits = _mm_loadl_epi64((const __m128i *)set[byte]);
                        _mm_storeu_si128((__m128i *)to,
                                         _mm_add_epi16(_mm_unpacklo_epi8(eight_bits, none), from));
                        from = _mm_add_epi16(from, eight);
                        to += counts[byte];
                }
        }
        return (size_t)(to - places);
}

size_t marks_find(const char *text, size_t len, char separator, uint16_t places[MARKS_ROOM])
{
        return CPU_FEATURE_ACTIVE(AVX512_VBMI2) ? find_wide(text, len, separator, places)
                                                : find_by_tables(text, len, separator, places);
}

#else

size_t marks_find(const char *text, size_t len, char separator, uint16_t places[MARKS_ROOM])
{
        uint16_t *to = places;
        for (size_t i = 0; i < len; i++)
                if (text[i] == separator || text[i] == '\n' || text[i] == '\r' || text[i] == '"')
                        *to++ = (uint16_t)i;
        return (size_t)(to - places);
}

#endif
