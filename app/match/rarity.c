#include "match/rarity.h"

#include <math.h>
#include <string.h>

/*
 * Built-in shares weigh as much as this many pupils, so that a small pool does not unlearn that Smith is
 * common. A name in neither is as rare as RAREST_SHARE, and nothing counts for more than BITS_MAX or less
 * than BITS_MIN.
 */
static const double BUILT_IN = 20000, RAREST_SHARE = 4e-5, BITS_MAX = 13, BITS_MIN = 3;

enum { FIRST_SLOTS = 4096 };

struct share {
        const char *name;
        unsigned per_100000;
};

/* The commonest forenames of births in England and Wales 2004-2020, from the Office for National Statistics'
 * lists as collected in the R package ukbabynames (CC0). */
/* clang-format off */
static const struct share forenames[] = {
        { "oliver", 1037 }, { "jack", 987 }, { "harry", 890 }, { "thomas", 799 }, { "charlie", 769 },
        { "olivia", 767 }, { "joshua", 751 }, { "george", 708 }, { "william", 698 }, { "james", 685 },
        { "amelia", 683 }, { "alfie", 652 }, { "emily", 636 }, { "jacob", 628 }, { "daniel", 570 },
        { "jessica", 568 }, { "samuel", 563 }, { "sophie", 545 }, { "grace", 539 }, { "ethan", 521 },
        { "lily", 520 }, { "joseph", 513 }, { "noah", 503 }, { "oscar", 490 }, { "ruby", 484 },
        { "chloe", 475 }, { "benjamin", 466 }, { "mia", 464 }, { "muhammad", 460 }, { "alexander", 456 },
        { "ella", 450 }, { "leo", 446 }, { "mohammed", 440 }, { "henry", 430 }, { "isabella", 430 },
        { "ava", 429 }, { "archie", 423 }, { "evie", 419 }, { "charlotte", 419 }, { "dylan", 400 },
        { "isla", 394 }, { "max", 393 }, { "poppy", 385 }, { "lucas", 362 }, { "jake", 360 },
        { "isaac", 351 }, { "freya", 348 }, { "lucy", 345 }, { "isabelle", 343 }, { "adam", 338 },
        { "riley", 336 }, { "sophia", 336 }, { "logan", 336 }, { "freddie", 336 }, { "daisy", 333 },
        { "edward", 329 }, { "ellie", 326 }, { "lewis", 323 }, { "harrison", 316 }, { "finley", 306 },
        { "luke", 306 }, { "matthew", 305 }, { "phoebe", 303 }, { "millie", 292 }, { "ryan", 288 },
        { "mason", 288 }, { "tyler", 286 }, { "scarlett", 279 }, { "holly", 277 }, { "theo", 274 },
        { "callum", 274 }, { "hannah", 274 }, { "arthur", 269 }, { "alice", 260 }, { "megan", 259 },
        { "liam", 257 }, { "harvey", 250 }, { "jayden", 241 }, { "sienna", 241 }, { "molly", 240 },
        { "abigail", 235 }, { "erin", 234 }, { "sebastian", 230 }, { "eva", 229 }, { "katie", 226 },
        { "emma", 225 }, { "imogen", 225 }, { "florence", 219 }, { "maisie", 218 }, { "toby", 216 },
        { "elizabeth", 215 }, { "matilda", 214 }, { "rosie", 211 }, { "nathan", 211 }, { "michael", 207 },
        { "connor", 205 }, { "jamie", 205 }, { "zachary", 205 }, { "jasmine", 204 }, { "amy", 202 },
        { "sofia", 201 }, { "lola", 201 }, { "harley", 199 }, { "david", 195 }, { "layla", 188 },
        { "alex", 187 }, { "summer", 187 }, { "evelyn", 186 }, { "eleanor", 183 }, { "louis", 183 },
        { "georgia", 181 }, { "lilly", 179 }, { "amber", 178 }, { "owen", 178 }, { "charles", 178 },
        { "cameron", 173 }, { "maya", 172 }, { "frankie", 171 }, { "luca", 171 }, { "aaron", 171 },
        { "leah", 170 }, { "theodore", 168 }, { "reuben", 167 }, { "willow", 160 }, { "mohammad", 160 },
        { "elsie", 156 }, { "louie", 155 }, { "kai", 155 }, { "emilia", 153 }, { "tommy", 151 },
        { "amelie", 146 }, { "gracie", 145 }, { "elijah", 145 }, { "harriet", 144 }, { "ben", 144 },
        { "esme", 143 }, { "anna", 143 }, { "jude", 142 }, { "leon", 142 }, { "bethany", 142 },
        { "ivy", 141 }, { "brooke", 139 }, { "gabriel", 138 }, { "elliot", 135 }, { "eliza", 134 },
        { "madison", 134 }, { "isabel", 133 }, { "caitlin", 131 }, { "rhys", 131 }, { "finlay", 130 },
        { "zara", 129 }, { "teddy", 128 }, { "bobby", 128 }, { "lauren", 127 }, { "kyle", 125 },
        { "kian", 125 }, { "rebecca", 124 }, { "ellis", 124 }, { "blake", 123 }, { "frederick", 123 },
};

/* The commonest surnames, from the R package sdglinkage (MIT licence). */
static const struct share surnames[] = {
        { "smith", 1302 }, { "jones", 1032 }, { "taylor", 817 }, { "williams", 734 }, { "brown", 679 },
        { "davies", 566 }, { "evans", 414 }, { "wilson", 406 }, { "thomas", 393 }, { "roberts", 392 },
        { "johnson", 384 }, { "lewis", 354 }, { "walker", 349 }, { "robinson", 335 }, { "wood", 333 },
        { "thompson", 327 }, { "white", 325 }, { "watson", 324 }, { "jackson", 309 }, { "wright", 307 },
        { "green", 297 }, { "harris", 288 }, { "cooper", 288 }, { "king", 287 }, { "lee", 285 },
        { "martin", 273 }, { "clarke", 272 }, { "james", 272 }, { "morgan", 268 }, { "hughes", 264 },
        { "edwards", 264 }, { "hill", 260 }, { "moore", 258 }, { "clark", 251 }, { "harrison", 245 },
        { "scott", 240 }, { "young", 235 }, { "morris", 235 }, { "hall", 232 }, { "ward", 224 },
        { "turner", 224 }, { "carter", 222 }, { "phillips", 218 }, { "mitchell", 218 }, { "patel", 214 },
        { "campbell", 207 }, { "adams", 207 }, { "anderson", 206 }, { "allen", 202 }, { "cook", 199 },
        { "bailey", 198 }, { "miller", 196 }, { "parker", 196 }, { "davis", 193 }, { "murphy", 190 },
        { "bell", 189 }, { "price", 189 }, { "baker", 187 }, { "griffiths", 186 }, { "kelly", 183 },
        { "simpson", 180 }, { "marshall", 174 }, { "collins", 170 }, { "bennett", 169 }, { "cox", 166 },
        { "richardson", 165 }, { "fox", 165 }, { "gray", 162 }, { "rose", 159 }, { "chapman", 158 },
        { "hunt", 155 }, { "robertson", 154 }, { "shaw", 154 }, { "reynolds", 153 }, { "lloyd", 152 },
        { "ellis", 152 }, { "richards", 149 }, { "wilkinson", 148 }, { "russell", 148 }, { "khan", 144 },
        { "graham", 143 }, { "stewart", 141 }, { "reid", 141 }, { "powell", 138 }, { "murray", 138 },
        { "palmer", 136 }, { "rogers", 134 }, { "holmes", 134 }, { "stevens", 133 }, { "walsh", 131 },
        { "hunter", 129 }, { "thomson", 128 }, { "matthews", 127 }, { "ross", 125 }, { "owen", 125 },
        { "knight", 125 }, { "mason", 125 }, { "kennedy", 124 }, { "butler", 124 }, { "saunders", 123 },
        { "cole", 123 }, { "pearce", 123 }, { "dean", 122 }, { "foster", 121 }, { "harvey", 120 },
        { "hudson", 119 }, { "gibson", 119 }, { "mills", 118 }, { "berry", 116 }, { "pearson", 115 },
        { "barnes", 115 }, { "kaur", 115 }, { "booth", 113 }, { "grant", 113 }, { "dixon", 113 },
        { "gordon", 112 }, { "lane", 111 }, { "harper", 111 }, { "ali", 109 }, { "hart", 109 },
        { "lawson", 91 }, { "day", 90 }, { "woods", 90 }, { "black", 90 }, { "rees", 90 }, { "fraser", 89 },
        { "fletcher", 89 }, { "hussain", 89 }, { "willis", 89 }, { "ahmed", 89 }, { "marsh", 88 },
        { "doyle", 88 }, { "lowe", 87 }, { "hopkins", 87 }, { "nicholson", 86 }, { "burns", 86 },
        { "parry", 85 }, { "jordan", 85 }, { "newman", 85 }, { "howard", 84 }, { "henderson", 83 },
        { "barrett", 83 }, { "burton", 83 }, { "riley", 83 }, { "porter", 82 }, { "byrne", 81 },
        { "john", 80 }, { "baxter", 80 }, { "perry", 79 }, { "mccarthy", 79 }, { "burke", 79 },
        { "houghton", 79 }, { "ball", 78 }, { "elliott", 78 }, { "cooke", 78 }, { "read", 77 },
        { "francis", 77 }, { "gallagher", 77 }, { "duncan", 77 }, { "sharp", 76 },
};
/* clang-format on */

struct slot {
        uint64_t hash; /* 0: free */
        double count;
};

struct rarity {
        struct arena *arena;
        size_t size, used;
        double pupils;
        struct slot *slots;
};

static uint64_t hash_of(enum rarity_kind kind, uint64_t name)
{
        return hash_number(kind + 1, name) | 1;
}

static struct slot *slot_of(const struct rarity *r, uint64_t hash)
{
        size_t at = hash >> 1 & (r->size - 1);
        while (r->slots[at].hash && r->slots[at].hash != hash)
                at = (at + 1) & (r->size - 1);
        return &r->slots[at];
}

static void grow(struct rarity *r)
{
        struct slot *old = r->slots;
        size_t old_size = r->size;
        r->size = old_size ? old_size * 2 : FIRST_SLOTS;
        r->slots = arena_array(r->arena, r->size, sizeof *r->slots);
        for (size_t i = 0; i < old_size; i++)
                if (old[i].hash)
                        *slot_of(r, old[i].hash) = old[i];
}

static void count(struct rarity *r, uint64_t hash, double more)
{
        if (r->used * 2 >= r->size)
                grow(r);
        struct slot *slot = slot_of(r, hash);
        r->used += !slot->hash;
        slot->hash = hash;
        slot->count += more;
}

static void built_in(struct rarity *r, enum rarity_kind kind, const struct share *shares, size_t n)
{
        for (size_t i = 0; i < n; i++)
                count(r, hash_of(kind, hash_bytes(0, shares[i].name, strlen(shares[i].name))),
                      shares[i].per_100000 / 1e5 * BUILT_IN);
}

struct rarity *rarity_new(struct arena *a)
{
        struct rarity *r = arena_alloc(a, sizeof *r);
        r->arena = a;
        r->pupils = BUILT_IN;
        built_in(r, RARITY_FORENAME, forenames, sizeof forenames / sizeof *forenames);
        built_in(r, RARITY_SURNAME, surnames, sizeof surnames / sizeof *surnames);
        return r;
}

void rarity_learn(struct rarity *r, const struct name *forename, const struct name *surname)
{
        r->pupils++;
        if (forename->len)
                count(r, hash_of(RARITY_FORENAME, forename->hash), 1);
        if (surname->len)
                count(r, hash_of(RARITY_SURNAME, surname->hash), 1);
}

double rarity_bits(const struct rarity *r, enum rarity_kind kind, uint64_t hash)
{
        double share = slot_of(r, hash_of(kind, hash))->count / r->pupils + RAREST_SHARE;
        double bits = -log2(share);
        return bits > BITS_MAX ? BITS_MAX : bits < BITS_MIN ? BITS_MIN : bits;
}
