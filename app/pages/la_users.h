/* The authority's page of users: everyone who signs in, of the authority and of all schools; adding, disabling, new password
 * links. A school's own page of its staff is elsewhere. */
#ifndef PAGES_LA_USERS_H
#define PAGES_LA_USERS_H

#include "pages/visit.h"
#include "store/person.h"

#define LA_USERS        "/la/users"
#define LA_USER         "/la/users/{}"
#define LA_USER_ADD     "/la/users/add"
#define LA_USER_LINK    "/la/users/{}/link"
#define LA_USER_DISABLE "/la/users/{}/disable"
#define LA_USER_ENABLE  "/la/users/{}/enable"

enum outcome la_users_page(struct visit *v) MUST_USE;
enum outcome la_user_page(struct visit *v) MUST_USE;
enum outcome la_user_add_page(struct visit *v) MUST_USE;
enum outcome la_user_add_post(struct visit *v) MUST_USE;
enum outcome la_user_link_post(struct visit *v) MUST_USE;
enum outcome la_user_disable_post(struct visit *v) MUST_USE;
enum outcome la_user_enable_post(struct visit *v) MUST_USE;

/* The people of one school, for its page; names lead to their pages for those who may go there. */
struct html la_people_table(struct visit *v, const struct people *people);

#endif
