#include "gate/password.h"

#include <sodium.h>
#include <string.h>

enum { PASSES = 3, MEMORY = 64 * 1024 * 1024 };

bool password_hash(const char *password, char out[PASSWORD_HASH])
{
        return sodium_init() >= 0 &&
               crypto_pwhash_str_alg(out, password, strlen(password), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* Of a password nobody knows: the comparison that answers for people who do not exist. */
static const char *nobody(void)
{
        static char hash[PASSWORD_HASH];
        if (!*hash) {
                char random[33] = "";
                randombytes_buf(random, sizeof random - 1);
                if (!password_hash(random, hash))
                        return "";
        }
        return hash;
}

bool password_right(const char *hash, const char *password)
{
        bool exists = *hash != '\0';
        const char *stored = exists ? hash : nobody();
        bool right = crypto_pwhash_str_verify(stored, password, strlen(password)) == 0;
        return right && exists;
}

bool password_outdated(const char *hash)
{
        return crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) != 0;
}

/* A few of the most chosen ones that are long enough; length does the rest (NIST SP 800-63B 5.1.1.2). */
static const char *const common[] = { "password",  "1234567890", "qwertyuiop", "letmein", "iloveyou", "welcome",
                                      "abcdefghij", "football",   "liverpool",  "onroll",  "school" };

const char *password_problem(const char *password, const char *email)
{
        char lower[PASSWORD_MAX + 1] = "";
        size_t len = strlen(password);
        if (len < PASSWORD_MIN)
                return "Choose a password of at least 10 characters. Three words that do not belong together are easy to "
                       "remember.";
        if (len > PASSWORD_MAX)
                return "Choose a password of at most 200 characters.";
        for (size_t i = 0; i < len; i++)
                lower[i] = (char)(password[i] >= 'A' && password[i] <= 'Z' ? password[i] + 32 : password[i]);
        for (size_t i = 0; i < sizeof common / sizeof *common; i++)
                if (strstr(lower, common[i]) && len < strlen(common[i]) + 6)
                        return "That password is one of the first that others would try. Choose another.";
        size_t local = strcspn(email, "@");
        if (local >= 4 && strncasecmp(password, email, local) == 0)
                return "The password must not begin like your e-mail address.";
        return NULL;
}
