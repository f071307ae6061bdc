/* Names that were broken on their way, and true ones that look like it. */
#include "model/damaged_name.h"
#include "tap.h"

int main(void)
{
        static const char *const damaged[] = {
                "ZoÃ«",    "ZOÃ‹",     "Zo\uFFFD", "SÃ£o",        "RenÃ©e", "RENÃ‰E",         "Ã‰lise",  "Å\xC2\x81ucja", "Å»aneta", "PaweÅ‚",
                "MarÃ\u00ADa", "MUÃ‘OZ", "Ã–ZTÃœRK", "Ã“ Briain", "FranÃ§ois", "Ä°lhan", "KrzyÅ¼anowska", "AnÄ‘ela", "Å\u00A0imon", "Å½ana",
                "NaÃ¯ma",  "ÃŽle",     "GÃ¶ksu",    "Ã€lex",      "WeiÃŸ",   "Ä†osiÄ‡",       "Oâ€™Neill", "Jos?phine", "Â·",
        };
        static const char *const sound[] = {
                "",       "Zoë",      "ZOË",     "Łucja",        "O'Neill", "O’Neill", "Ångström", "ÅNGSTRÖM", "Åsa",     "Ärzte",  "Âmbar",
                "Ãngela", "JOÃO",     "CONCEIÇÃO", "Irmã",       "MAGALHÃES", "GUIMARÃES-LIMA", "Ã",     "BÅÅTH",   "Å",       "Ä",      "LÄÄNE",
                "ÄÖ",     "Zo?",      "?",       "(?)",          "Müller–Lüdenscheidt", "Françoise", "Søren", "Đorđe", "Šimon",   "Žana",   "ÂÃÄÅ",
        };
        for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++)
                ok(damaged_name(damaged[i]), "damaged: %s", damaged[i]);
        for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
                ok(!damaged_name(sound[i]), "sound: '%s'", sound[i]);
        return done_testing();
}
