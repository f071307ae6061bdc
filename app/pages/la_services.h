/* Services that know children beside the school, and their teams. Whom they know is la_known.h. */
#ifndef PAGES_LA_SERVICES_H
#define PAGES_LA_SERVICES_H

#include "pages/visit.h"

#define LA_SERVICES "/la/services"
#define LA_SERVICE  "/la/services/{}"
#define LA_TEAMS    "/la/services/{}/teams"
#define LA_TEAM     "/la/services/{}/teams/{}"

enum outcome la_services_page(struct visit *v) MUST_USE;
enum outcome la_services_post(struct visit *v) MUST_USE;

/* One: its settings and teams. */
enum outcome la_service_page(struct visit *v) MUST_USE;
enum outcome la_service_post(struct visit *v) MUST_USE;
enum outcome la_teams_post(struct visit *v) MUST_USE;
enum outcome la_team_page(struct visit *v) MUST_USE;
enum outcome la_team_post(struct visit *v) MUST_USE;

#endif
