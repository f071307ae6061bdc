#include "pages/routes.h"

#include "pages/agents.h"
#include "pages/api.h"
#include "pages/api_agents.h"
#include "pages/api_answers.h"
#include "pages/api_data.h"
#include "pages/api_existing.h"
#include "pages/attendance.h"
#include "pages/attendance_pupil.h"
#include "pages/attendance_pupils.h"
#include "pages/la_api_tokens.h"
#include "pages/entries.h"
#include "pages/la_agreed.h"
#include "pages/la_audit.h"
#include "pages/la_authority.h"
#include "pages/la_case.h"
#include "pages/la_claims.h"
#include "pages/la_conflict.h"
#include "pages/la_conflict_answer.h"
#include "pages/la_conflicts.h"
#include "pages/la_data_schedule.h"
#include "pages/la_deliveries.h"
#include "pages/la_delivery.h"
#include "pages/la_desk.h"
#include "pages/la_desk_school.h"
#include "pages/la_exchanges.h"
#include "pages/la_existing.h"
#include "pages/la_entry_conflicts.h"
#include "pages/la_holds.h"
#include "pages/la_import.h"
#include "pages/la_import_hold.h"
#include "pages/la_import_pupils.h"
#include "pages/la_involve.h"
#include "pages/la_involvement.h"
#include "pages/la_known.h"
#include "pages/la_leaver_answer.h"
#include "pages/la_leavers.h"
#include "pages/la_matches.h"
#include "pages/la_pause_add.h"
#include "pages/la_pauses.h"
#include "pages/la_proposed.h"
#include "pages/la_pupil.h"
#include "pages/la_pupils.h"
#include "pages/la_removed.h"
#include "pages/la_rules.h"
#include "pages/la_rules_check.h"
#include "pages/la_rules_form.h"
#include "pages/la_school.h"
#include "pages/la_school_lists.h"
#include "pages/la_schools.h"
#include "pages/la_services.h"
#include "pages/la_undo.h"
#include "pages/la_upns.h"
#include "pages/la_users.h"
#include "pages/la_windows.h"
#include "pages/batch_check.h"
#include "pages/batch_files.h"
#include "pages/batch_leavers.h"
#include "pages/batch_matches.h"
#include "pages/batch_problems.h"
#include "pages/batch_result.h"
#include "pages/bulk.h"
#include "pages/bulk_download.h"
#include "pages/pupil.h"
#include "pages/pupil_edit.h"
#include "pages/pupil_leave.h"
#include "pages/pupils.h"
#include "pages/school_claims.h"
#include "pages/school_differences.h"
#include "pages/school_data.h"
#include "pages/ready.h"
#include "pages/school_exchanges.h"
#include "pages/school_existing.h"
#include "pages/school_home.h"
#include "pages/school_questions.h"
#include "pages/sign_in.h"
#include "pages/staff.h"

/* the authority's */
static const struct form_field la_hold_form[] = { { "answer", 10 }, { "reason", 500 }, { "version", 10 }, { 0 } };
static const struct form_field la_undo_form[] = { { "reason", 500 }, { 0 } };
static const struct form_field la_version_form[] = { { "version", 10 }, { 0 } };
static const struct form_field la_request_form[] = { { "answer", 10 }, { "note", 500 }, { "version", 10 }, { 0 } };
static const struct form_field la_settings_form[] = { { "agreed", 10 }, { "contact", 190 }, { "version", 10 }, { 0 } };
static const struct form_field la_windows_form[] = { { "school", 10 }, { "year", 4 },      { "opens", 30 },
                                                     { "closes", 30 }, { "version", 10 }, { 0 } };
static const struct form_field la_user_add_form[] = { { "name", 120 }, { "email", 190 }, { "role", 16 }, { "school", 10 }, { 0 } };
static const struct form_field la_user_form[] = { { "version", 10 }, { "last", 3 }, { 0 } };
static const struct form_field la_case_form[] = { { "answer", 10 }, { "question", 500 }, { "version", 10 }, { 0 } };
static const struct form_field la_desk_form[] = { { "show", 24 }, { "reset", 1 }, { "name", 120 }, { "phase", 10 }, { "state", 20 },
                                                  { "band", 20 }, { "with", 20 },  { "owner", 10 }, { "sort", 24 },  { 0 } };
static const struct form_field la_owner_form[] = { { "seen", 10 }, { "owner", 10 }, { 0 } };
#define CONFLICT_VIEW_FIELDS                                                                                                  \
        { "cohort", 10 }, { "field", 24 }, { "words", 200 }
static const struct form_field la_conflict_form[] = { { "answer", 10 }, { "note", 500 },      { "version", 10 },
                                                      { "sort", 20 },   CONFLICT_VIEW_FIELDS, { 0 } };
static const struct form_field la_conflicts_all_form[] = { { "answer", 10 },      { "note", 500 }, { "seen", CONFLICT_SEEN_MAX },
                                                           CONFLICT_VIEW_FIELDS, { 0 } };
static const struct form_field la_leavers_form[] = { { "answer", 10 },  { "pick", 40 },          { "shown", LEAVERS_SHOWN_MAX },
                                                     { "all", 1 },      { "left_on", 40 },       { "ground", 1 },
                                                     { "sure", 1 },     { "destination", 480 },  { 0 } };
#define PAUSE_FIELDS                                                                                                          \
        { "reason", 1000 }, { "from_day", 40 }, { "until_day", 40 }, { "resume", 10 }
static const struct form_field la_pause_add_form[] = { PAUSE_FIELDS, { "schools", PAUSE_SCHOOLS_MAX }, { "sure", 1 }, { 0 } };
static const struct form_field la_pause_end_form[] = { { "version", 10 }, { "resume", 10 }, { 0 } };
static const struct form_field la_pause_form[] = { PAUSE_FIELDS, { "version", 10 }, { 0 } };
static const struct form_field la_service_form[] = { { "name", 400 },   { "kind", 1 },      { "counts", 1 },
                                                     { "closed", 1 }, { "version", 10 }, { 0 } };
static const struct form_field la_teams_form[] = { { "team", 400 }, { 0 } };
static const struct form_field la_team_form[] = { { "name", 400 }, { "closed", 1 }, { "version", 10 }, { 0 } };
static const struct form_field la_involvement_form_fields[] = { { "with", 24 },       { "from", 40 },    { "to", 40 },
                                                                { "reference", 400 }, { "version", 10 }, { 0 } };
static const struct form_field la_last_form[] = { { "last", 40 }, { "version", 10 }, { 0 } };
static const struct form_field la_involve_form[] = { { "file", 0 }, { "service", 10 }, { 0 } };
static const struct form_field la_rules_form[] = { { "rule", 40 }, { "hand", 40 }, { "version", 10 }, { 0 } };
static const struct form_field la_sets_form[] = { { "which", 10 }, { "set", 24 }, { "version", 10 }, { 0 } };
static const struct form_field la_entry_conflicts_form[] = { { "pick", 24 },   { "answer", 10 }, { "note", 500 }, { "cohort", 10 },
                                                             { "kind", 20 },   { "page", 10 },   { 0 } };
static const struct form_field la_entry_conflicts_all_form[] = { { "answer", 10 }, { "note", 500 }, { "seen", CONFLICT_SEEN_MAX },
                                                                 { "cohort", 10 }, { "kind", 20 },  { 0 } };
static const struct form_field la_authority_form[] = {
        { "version", 10 },      { "amber_share", 10 },   { "red_share", 10 },     { "amber_days", 10 },    { "red_days", 10 },
        { "silent_days", 10 },  { "behind_days", 10 },   { "removals_free", 10 }, { "removals_part", 10 }, { "changed_part", 10 },
        { "shrunk_part", 10 },  { "second_person", 10 }, { "new_automatic", 10 }, { "keep_days", 10 },     { "exchange_failures", 10 }, { "sims_version", 20 }, { 0 }
};
static const struct form_field exchange_form[] = { EXCHANGE_FORM_FIELDS, { 0 } };
static const struct form_field exchange_state_form[] = { { "state", 1 }, { "version", 10 }, { 0 } };
static const struct form_field existing_form[] = { { "answer", 1 }, { "version", 10 }, { 0 } };
static const struct form_field exchange_lock_form[] = { { "locked", 1 }, { 0 } };
static const struct form_field school_list_form[] = { { "name", 480 }, { "s", 10 }, { "version", 10 }, { 0 } };
static const struct form_field la_api_token_form[] = { { "name", 480 }, { "days", 10 }, { "scope", 40 }, { 0 } };
static const struct form_field sign_in_form[] = { { "email", 190 }, { "password", 200 }, { "next", 200 }, { 0 } };
static const struct form_field set_password_form[] = { { "link", 64 }, { "password", 1000 }, { 0 } };
static const struct form_field account_form[] = { { "old", 200 }, { "password", 1000 }, { 0 } };
static const struct form_field pupil_form[] = { { "version", 10 },
                                                { "sure", 1 },
                                                { "upn", 100 },
                                                { "former_upn", 100 },
                                                { "uln", 100 },
                                                { "surname", 1000 },
                                                { "forename", 1000 },
                                                { "middle_names", 1000 },
                                                { "preferred_surname", 1000 },
                                                { "preferred_forename", 1000 },
                                                { "former_surname", 1000 },
                                                { "date_of_birth", 100 },
                                                { "sex", 100 },
                                                { "nc_year", 100 },
                                                { "class", 400 },
                                                { "enrolment", 100 },
                                                { "entry_date", 100 },
                                                { "address", 2000 },
                                                { "town", 1000 },
                                                { "postcode", 100 },
                                                { "ethnicity", 100 },
                                                { "language", 100 },
                                                { "sen", 100 },
                                                { "fsm", 100 },
                                                { "service_child", 100 },
                                                { "former_forename", 1000 },
                                                { "sen_need", 100 },
                                                { "sen_need_2", 100 },
                                                { "looked_after", 100 },
                                                { "post_looked_after", 100 },
                                                { "young_carer", 100 },
                                                { "boarder", 100 },
                                                { "english_proficiency", 100 },
                                                { 0 } };
static const struct form_field leave_form[] = { { "version", 10 },
                                                { "left_on", 40 },
                                                { "ground", 1 },
                                                { "destination", 480 },
                                                { 0 } };
static const struct form_field ask_form[] = { { "note", 2000 }, { 0 } };

static const struct form_field start_form[] = { { "kind", 20 }, { 0 } };
static const struct form_field file_form[] = { { "file", 0 }, { 0 } };
static const struct form_field la_file_form[] = { { "file", 0 }, { "school", 10 }, { "everyone", 3 }, { 0 } };
static const struct form_field school_file_form[] = { { "file", 0 }, { "everyone", 3 }, { 0 } };
static const struct form_field tick_form[] = { { "complete", 1 }, { "undo", 1 }, { 0 } };
static const struct form_field columns_form[] = { { "key", 400 }, { "meaning", 24 }, { 0 } };
static const struct form_field fix_form[] = { { "cell", 60 }, { "value", 250 }, { "leave", 40 },
                                              { "back", 40 }, { "reason", 200 }, { 0 } };
static const struct form_field note_form[] = { { "case", 10 }, { "version", 10 }, { "note", 500 }, { 0 } };
static const struct form_field leavers_form[] = { { "year", 2 },      { "year_ground", 1 },   { "year_destination", 120 },
                                                  { "year_left_on", 20 }, { "pupil", 10 },    { "ground", 1 },
                                                  { "destination", 120 }, { "left_on", 20 },  { "keep", 10 },
                                                  { 0 } };
static const struct form_field acknowledge_form[] = { { "understood", 1 }, { "hash", 32 }, { 0 } };
static const struct form_field hash_form[] = { { "hash", 32 }, { 0 } };

const struct route route_table[] = {
        { "GET", "/", WHO_ANYONE, SCHOOL_NONE, NULL, front_page },
        { "GET", "/sign-in", WHO_ANYONE, SCHOOL_NONE, NULL, sign_in_page },
        { "POST", "/sign-in", WHO_ANYONE, SCHOOL_NONE, sign_in_form, sign_in_post },
        { "POST", "/sign-out", WHO_ANYONE, SCHOOL_NONE, NULL, sign_out_post },
        { "GET", "/set-password", WHO_ANYONE, SCHOOL_NONE, NULL, set_password_page },
        { "POST", "/set-password", WHO_ANYONE, SCHOOL_NONE, set_password_form, set_password_post },
        { "GET", "/account", WHO_SIGNED_IN, SCHOOL_NONE, NULL, account_page },
        { "POST", "/account", WHO_SIGNED_IN, SCHOOL_NONE, account_form, account_post },

        /* the authority's */
        { "GET", "/la", WHO_LA, SCHOOL_NONE, NULL, la_schools_page },
        { "GET", "/la/schools.csv", WHO_LA, SCHOOL_NONE, NULL, la_schools_csv },
        { "GET", "/la/schools.xlsx", WHO_LA, SCHOOL_NONE, NULL, la_schools_xlsx },
        { "GET", LA_DESK, WHO_LA, SCHOOL_NONE, NULL, la_desk_page },
        { "GET", LA_DESK ".csv", WHO_LA, SCHOOL_NONE, NULL, la_desk_csv },
        { "GET", LA_DESK ".xlsx", WHO_LA, SCHOOL_NONE, NULL, la_desk_xlsx },
        { "POST", LA_DESK_COLUMNS, WHO_LA, SCHOOL_NONE, la_desk_form, la_desk_columns_post },
        { "GET", LA_DATA, WHO_LA, SCHOOL_FIRST, NULL, la_data_page },
        { "GET", LA_DATA_IMPORTS, WHO_LA, SCHOOL_FIRST, NULL, la_data_imports_page },
        { "GET", LA_DATA_SCHEDULE, WHO_LA, SCHOOL_FIRST, NULL, la_data_schedule_page },
        { "GET", LA_EXISTING, WHO_LA, SCHOOL_FIRST, NULL, la_existing_page },
        { "POST", LA_EXISTING_DECIDE, WHO_LA_OFFICER, SCHOOL_FIRST, existing_form, la_existing_decide_post },
        { "GET", LA_DATA_READY, WHO_LA, SCHOOL_FIRST, NULL, la_data_ready_page },
        { "GET", LA_DATA_PAUSES, WHO_LA, SCHOOL_FIRST, NULL, la_data_pauses_page },
        { "POST", LA_DATA_OWNER, WHO_LA_OFFICER, SCHOOL_FIRST, la_owner_form, la_data_owner_post },
        { "GET", LA_SCHOOL_MATCHES, WHO_LA, SCHOOL_FIRST, NULL, la_school_matches_page },
        { "GET", LA_CONFLICTS, WHO_LA, SCHOOL_FIRST, NULL, la_conflicts_page },
        { "GET", LA_CONFLICTS ".csv", WHO_LA, SCHOOL_FIRST, NULL, la_conflicts_csv },
        { "GET", LA_CONFLICTS ".xlsx", WHO_LA, SCHOOL_FIRST, NULL, la_conflicts_xlsx },
        { "GET", LA_CONFLICTS_ALL, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_conflicts_all_page },
        { "POST", LA_CONFLICTS_ALL, WHO_LA_OFFICER, SCHOOL_FIRST, la_conflicts_all_form, la_conflicts_all_post },
        { "GET", LA_ENTRY_CONFLICTS, WHO_LA, SCHOOL_FIRST, NULL, la_entry_conflicts_page },
        { "POST", LA_ENTRY_CONFLICTS, WHO_LA_OFFICER, SCHOOL_FIRST, la_entry_conflicts_form, la_entry_conflicts_post },
        { "GET", LA_ENTRY_CONFLICTS_ALL, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_entry_conflicts_all_page },
        { "POST", LA_ENTRY_CONFLICTS_ALL, WHO_LA_OFFICER, SCHOOL_FIRST, la_entry_conflicts_all_form, la_entry_conflicts_all_post },
        { "GET", LA_ENTRIES, WHO_LA, SCHOOL_FIRST, NULL, la_entries_page },
        { "GET", LA_ENTRIES ".csv", WHO_LA, SCHOOL_FIRST, NULL, la_entries_csv },
        { "GET", LA_ENTRIES ".xlsx", WHO_LA, SCHOOL_FIRST, NULL, la_entries_xlsx },
        { "GET", LA_CONFLICT, WHO_LA, SCHOOL_FIRST, NULL, la_conflict_page },
        { "POST", LA_CONFLICT, WHO_LA_OFFICER, SCHOOL_FIRST, la_conflict_form, la_conflict_post },
        { "GET", LA_LEAVERS, WHO_LA, SCHOOL_FIRST, NULL, la_leavers_page },
        { "POST", LA_LEAVERS, WHO_LA_OFFICER, SCHOOL_FIRST, la_leavers_form, la_leavers_post },
        { "GET", LA_PROPOSED, WHO_LA, SCHOOL_NONE, NULL, la_proposed_page },
        { "POST", LA_PROPOSED, WHO_LA_OFFICER, SCHOOL_NONE, la_leavers_form, la_proposed_post },
        { "GET", LA_PROPOSED ".csv", WHO_LA, SCHOOL_NONE, NULL, la_proposed_csv },
        { "GET", LA_PROPOSED ".xlsx", WHO_LA, SCHOOL_NONE, NULL, la_proposed_xlsx },
        { "GET", LA_SCHOOL_UPNS, WHO_LA, SCHOOL_FIRST, NULL, la_upns_page },
        { "GET", LA_SCHOOL_UPNS ".csv", WHO_LA, SCHOOL_FIRST, NULL, la_upns_csv },
        { "GET", LA_SCHOOL_UPNS ".xlsx", WHO_LA, SCHOOL_FIRST, NULL, la_upns_xlsx },
        { "GET", LA_UPNS, WHO_LA, SCHOOL_NONE, NULL, la_upns_page },
        { "GET", LA_UPNS ".csv", WHO_LA, SCHOOL_NONE, NULL, la_upns_csv },
        { "GET", LA_UPNS ".xlsx", WHO_LA, SCHOOL_NONE, NULL, la_upns_xlsx },
        { "GET", LA_CLAIMS, WHO_LA, SCHOOL_NONE, NULL, la_claims_page },
        { "GET", LA_CLAIMS ".csv", WHO_LA, SCHOOL_NONE, NULL, la_claims_csv },
        { "GET", LA_CLAIMS ".xlsx", WHO_LA, SCHOOL_NONE, NULL, la_claims_xlsx },
        { "GET", LA_DELIVERIES, WHO_LA, SCHOOL_NONE, NULL, la_deliveries_page },
        { "GET", LA_DELIVERIES "/upload", WHO_LA_OFFICER, SCHOOL_NONE, NULL, la_deliver_page },
        { "POST", "/la/deliveries/upload", WHO_LA_OFFICER, SCHOOL_NONE, la_file_form, la_deliver_post },
        { "GET", LA_DELIVERY, WHO_LA, SCHOOL_NONE, NULL, la_delivery_page },
        { "GET", LA_DELIVERY_PROGRESS, WHO_LA, SCHOOL_NONE, NULL, la_delivery_progress },
        { "GET", LA_IMPORT, WHO_LA, SCHOOL_FIRST, NULL, la_import_page },
        { "POST", LA_IMPORT_HOLD, WHO_LA_OFFICER, SCHOOL_FIRST, la_hold_form, la_import_hold_post },
        { "POST", LA_IMPORT_ASIDE, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_import_aside_post },
        { "GET", LA_IMPORT_REJECTED, WHO_LA, SCHOOL_FIRST, NULL, la_import_rejected_csv },
        { "GET", LA_LAST_PUPILS, WHO_LA, SCHOOL_FIRST, NULL, la_last_pupils_page },
        { "GET", LA_IMPORT_PUPILS, WHO_LA, SCHOOL_FIRST, NULL, la_import_pupils_page },
        { "GET", LA_IMPORT_PUPILS ".csv", WHO_LA, SCHOOL_FIRST, NULL, la_import_pupils_csv },
        { "GET", LA_IMPORT_PUPILS ".xlsx", WHO_LA, SCHOOL_FIRST, NULL, la_import_pupils_xlsx },
        { "GET", LA_EXCHANGES, WHO_LA, SCHOOL_NONE, NULL, la_exchanges_page },
        { "GET", LA_READY, WHO_LA, SCHOOL_NONE, NULL, la_ready_page },
        { "GET", LA_EXCHANGE_NEW, WHO_LA_OFFICER, SCHOOL_NONE, NULL, exchange_new_page },
        { "POST", LA_EXCHANGE_NEW, WHO_LA_OFFICER, SCHOOL_NONE, exchange_form, exchange_new_post },
        { "GET", LA_SCHOOL_LISTS, WHO_LA, SCHOOL_NONE, NULL, la_school_lists_page },
        { "POST", LA_SCHOOL_LISTS, WHO_LA_OFFICER, SCHOOL_NONE, school_list_form, la_school_lists_post },
        { "GET", LA_SCHOOL_LIST, WHO_LA, SCHOOL_NONE, NULL, la_school_list_page },
        { "POST", LA_SCHOOL_LIST, WHO_LA_OFFICER, SCHOOL_NONE, school_list_form, la_school_list_post },
        { "POST", LA_SCHOOL_LIST_DELETE, WHO_LA_OFFICER, SCHOOL_NONE, la_version_form, la_school_list_delete_post },
        { "GET", LA_RUN, WHO_LA, SCHOOL_NONE, NULL, la_run_page },
        { "POST", LA_RUN_RETRY, WHO_LA_OFFICER, SCHOOL_NONE, NULL, la_run_retry_post },
        { "GET", LA_EXCHANGE, WHO_LA, SCHOOL_NONE, NULL, la_exchange_page },
        { "GET", LA_EXCHANGE_EDIT, WHO_LA_OFFICER, SCHOOL_NONE, NULL, la_exchange_edit_page },
        { "GET", LA_EXCHANGE_CLONE, WHO_LA_OFFICER, SCHOOL_NONE, NULL, la_exchange_clone_page },
        { "GET", LA_EXCHANGE_DELETE, WHO_LA_OFFICER, SCHOOL_NONE, NULL, la_exchange_delete_page },
        { "POST", LA_EXCHANGE_STATE, WHO_LA_OFFICER, SCHOOL_NONE, exchange_state_form, la_exchange_state_post },
        { "POST", LA_EXCHANGE_RUN, WHO_LA_OFFICER, SCHOOL_NONE, la_version_form, la_exchange_run_post },
        { "GET", LA_PAUSES, WHO_LA, SCHOOL_NONE, NULL, la_pauses_page },
        { "GET", LA_PAUSE_ADD, WHO_LA_OFFICER, SCHOOL_NONE, NULL, la_pause_add_page },
        { "POST", LA_PAUSE_ADD, WHO_LA_OFFICER, SCHOOL_NONE, la_pause_add_form, la_pause_add_post },
        { "GET", LA_PAUSE, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_pause_page },
        { "POST", LA_PAUSE, WHO_LA_OFFICER, SCHOOL_FIRST, la_pause_form, la_pause_post },
        { "GET", LA_PAUSE_END, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_pause_end_page },
        { "POST", LA_PAUSE_END, WHO_LA_OFFICER, SCHOOL_FIRST, la_pause_end_form, la_pause_end_post },
        { "GET", LA_MATCHES, WHO_LA, SCHOOL_NONE, NULL, la_matches_page },
        { "GET", LA_CASE, WHO_LA, SCHOOL_FIRST, NULL, la_case_page },
        { "GET", LA_ANSWERED, WHO_LA, SCHOOL_NONE, NULL, la_answered_page },
        { "POST", LA_REOPEN, WHO_LA_OFFICER, SCHOOL_FIRST, la_version_form, la_reopen_post },
        { "POST", LA_CASE, WHO_LA_OFFICER, SCHOOL_FIRST, la_case_form, la_case_post },
        { "GET", LA_HOLDS, WHO_LA, SCHOOL_NONE, NULL, la_holds_page },
        { "GET", LA_HOLD, WHO_LA, SCHOOL_FIRST, NULL, la_hold_page },
        { "POST", LA_HOLD, WHO_LA_OFFICER, SCHOOL_FIRST, la_hold_form, la_hold_post },
        { "GET", LA_REMOVED, WHO_LA, SCHOOL_NONE, NULL, la_removed_page },
        { "GET", LA_REMOVED ".csv", WHO_LA, SCHOOL_NONE, NULL, la_removed_csv },
        { "GET", LA_REMOVED ".xlsx", WHO_LA, SCHOOL_NONE, NULL, la_removed_xlsx },
        { "GET", LA_RESTORE, WHO_LA, SCHOOL_FIRST, NULL, la_restore_page },
        { "POST", LA_RESTORE, WHO_LA_OFFICER, SCHOOL_FIRST, la_version_form, la_restore_post },
        { "GET", LA_RESTORE_REQUESTS, WHO_LA, SCHOOL_NONE, NULL, la_requests_page },
        { "GET", LA_RESTORE_REQUEST, WHO_LA, SCHOOL_FIRST, NULL, la_request_page },
        { "POST", LA_RESTORE_REQUEST, WHO_LA_OFFICER, SCHOOL_FIRST, la_request_form, la_request_post },
        { "GET", LA_SCHOOL, WHO_LA, SCHOOL_FIRST, NULL, la_school_page },
        { "GET", LA_SCHOOL_SETTINGS, WHO_LA, SCHOOL_FIRST, NULL, la_settings_page },
        { "POST", LA_SCHOOL_SETTINGS, WHO_LA_ADMIN, SCHOOL_FIRST, la_settings_form, la_settings_post },
        { "GET", LA_UNDO, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_undo_page },
        { "POST", LA_UNDO, WHO_LA_OFFICER, SCHOOL_FIRST, la_undo_form, la_undo_post },
        { "GET", LA_WINDOWS, WHO_LA, SCHOOL_NONE, NULL, la_windows_page },
        { "POST", LA_WINDOWS, WHO_LA_ADMIN, SCHOOL_NONE, la_windows_form, la_windows_post },
        { "POST", "/la/windows/remove", WHO_LA_ADMIN, SCHOOL_NONE, la_windows_form, la_window_remove_post },
        { "GET", LA_USERS, WHO_LA_ADMIN, SCHOOL_NONE, NULL, la_users_page },
        { "GET", LA_USER_ADD, WHO_LA_ADMIN, SCHOOL_NONE, NULL, la_user_add_page },
        { "POST", LA_USER_ADD, WHO_LA_ADMIN, SCHOOL_NONE, la_user_add_form, la_user_add_post },
        { "GET", LA_USER, WHO_LA_ADMIN, SCHOOL_NONE, NULL, la_user_page },
        { "POST", LA_USER_LINK, WHO_LA_ADMIN, SCHOOL_NONE, NULL, la_user_link_post },
        { "POST", LA_USER_DISABLE, WHO_LA_ADMIN, SCHOOL_NONE, la_user_form, la_user_disable_post },
        { "POST", LA_USER_ENABLE, WHO_LA_ADMIN, SCHOOL_NONE, la_user_form, la_user_enable_post },
        { "GET", LA_PUPILS, WHO_LA, SCHOOL_NONE, NULL, la_pupils_page },
        { "GET", LA_PUPIL, WHO_LA, SCHOOL_FIRST, NULL, la_pupil_page },
        { "POST", LA_INVOLVEMENTS, WHO_LA_OFFICER, SCHOOL_FIRST, la_involvement_form_fields, la_involvements_post },
        { "GET", LA_INVOLVEMENT, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_involvement_page },
        { "POST", LA_INVOLVEMENT, WHO_LA_OFFICER, SCHOOL_FIRST, la_involvement_form_fields, la_involvement_post },
        { "POST", LA_INVOLVEMENT_END, WHO_LA_OFFICER, SCHOOL_FIRST, la_last_form, la_involvement_end_post },
        { "POST", LA_INVOLVEMENT_REMOVE, WHO_LA_OFFICER, SCHOOL_FIRST, la_version_form, la_involvement_remove_post },
        { "GET", LA_SERVICES, WHO_LA, SCHOOL_NONE, NULL, la_services_page },
        { "POST", LA_SERVICES, WHO_LA_OFFICER, SCHOOL_NONE, la_service_form, la_services_post },
        { "GET", LA_SERVICE, WHO_LA, SCHOOL_NONE, NULL, la_service_page },
        { "POST", LA_SERVICE, WHO_LA_OFFICER, SCHOOL_NONE, la_service_form, la_service_post },
        { "POST", LA_TEAMS, WHO_LA_OFFICER, SCHOOL_NONE, la_teams_form, la_teams_post },
        { "GET", LA_TEAM, WHO_LA, SCHOOL_NONE, NULL, la_team_page },
        { "POST", LA_TEAM, WHO_LA_OFFICER, SCHOOL_NONE, la_team_form, la_team_post },
        { "GET", LA_KNOWN, WHO_LA, SCHOOL_NONE, NULL, la_known_page },
        { "GET", LA_KNOWN ".csv", WHO_LA, SCHOOL_NONE, NULL, la_known_csv },
        { "GET", LA_KNOWN ".xlsx", WHO_LA, SCHOOL_NONE, NULL, la_known_xlsx },
        { "GET", LA_INVOLVE, WHO_LA, SCHOOL_NONE, NULL, la_involve_page },
        { "POST", LA_INVOLVE, WHO_LA_OFFICER, SCHOOL_NONE, la_involve_form, la_involve_post },
        { "GET", LA_INVOLVE_UPLOAD, WHO_LA, SCHOOL_NONE, NULL, la_involve_upload_page },
        { "POST", LA_INVOLVE_UPLOAD, WHO_LA_OFFICER, SCHOOL_NONE, hash_form, la_involve_confirm_post },
        { "POST", LA_INVOLVE_DROP, WHO_LA_OFFICER, SCHOOL_NONE, la_version_form, la_involve_drop_post },
        { "GET", LA_INVOLVE_RESULT, WHO_LA, SCHOOL_NONE, NULL, la_involve_result_xlsx },
        { "GET", LA_RULES, WHO_LA, SCHOOL_NONE, NULL, la_rules_page },
        { "GET", LA_RULES_CHECK, WHO_LA_OFFICER, SCHOOL_NONE, NULL, la_rules_check_page },
        { "POST", LA_RULES, WHO_LA_OFFICER, SCHOOL_NONE, la_rules_form, la_rules_post },
        { "GET", LA_SCHOOL_RULES, WHO_LA, SCHOOL_FIRST, NULL, la_rules_page },
        { "GET", LA_SCHOOL_RULES_CHECK, WHO_LA_OFFICER, SCHOOL_FIRST, NULL, la_rules_check_page },
        { "POST", LA_SCHOOL_RULES, WHO_LA_OFFICER, SCHOOL_FIRST, la_rules_form, la_rules_post },
        { "GET", LA_SETS, WHO_LA, SCHOOL_NONE, NULL, la_sets_page },
        { "POST", LA_SETS, WHO_LA_ADMIN, SCHOOL_NONE, la_sets_form, la_sets_post },
        { "GET", LA_SCHOOL_SETS, WHO_LA, SCHOOL_FIRST, NULL, la_sets_page },
        { "POST", LA_SCHOOL_SETS, WHO_LA_ADMIN, SCHOOL_FIRST, la_sets_form, la_sets_post },
        { "GET", LA_AUTHORITY, WHO_LA_ADMIN, SCHOOL_NONE, NULL, la_authority_page },
        { "POST", LA_AUTHORITY, WHO_LA_ADMIN, SCHOOL_NONE, la_authority_form, la_authority_post },
        { "GET", LA_AUDIT, WHO_LA, SCHOOL_NONE, NULL, la_audit_page },
        { "GET", LA_DATA_HISTORY, WHO_LA, SCHOOL_FIRST, NULL, la_audit_page },
        { "GET", LA_AUDIT ".csv", WHO_LA, SCHOOL_NONE, NULL, la_audit_csv },
        { "GET", LA_AUDIT ".xlsx", WHO_LA, SCHOOL_NONE, NULL, la_audit_xlsx },

        /* programs in schools, and other systems */
        { "GET", LA_AGENTS, WHO_LA, SCHOOL_NONE, NULL, la_agents_page },
        { "GET", LA_SCHOOL_AGENTS, WHO_LA, SCHOOL_FIRST, NULL, agents_page },
        { "POST", LA_AGENT_CODE, WHO_LA_ADMIN, SCHOOL_FIRST, NULL, agents_code_post },
        { "POST", LA_AGENT_REVOKE, WHO_LA_ADMIN, SCHOOL_FIRST, NULL, agents_revoke_post },
        { "GET", LA_API_TOKENS, WHO_LA_ADMIN, SCHOOL_NONE, NULL, la_api_tokens_page },
        { "POST", LA_API_TOKENS, WHO_LA_ADMIN, SCHOOL_NONE, la_api_token_form, la_api_tokens_post },
        { "POST", LA_API_TOKEN_REVOKE, WHO_LA_ADMIN, SCHOOL_NONE, NULL, la_api_token_revoke_post },
        { "GET", SCHOOL_AGENTS, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, agents_page },
        { "POST", SCHOOL_AGENT_CODE, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, agents_code_post },
        { "POST", SCHOOL_AGENT_REVOKE, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, agents_revoke_post },

        /* what these programs ask (templates/api/openapi.json) */
        { "GET", API "/openapi.json", WHO_ANYONE, SCHOOL_NONE, NULL, api_spec },
        { "POST", API "/agents", WHO_ANYONE, SCHOOL_NONE, NULL, api_enrol },
        { "GET", API "/agent", WHO_AGENT, SCHOOL_AGENT, NULL, api_agent },
        { "POST", API "/agent", WHO_AGENT, SCHOOL_AGENT, NULL, api_agent_post },
        { "GET", API "/existing-tasks", WHO_AGENT, SCHOOL_AGENT, NULL, api_existing },
        { "POST", API "/existing-tasks", WHO_AGENT, SCHOOL_AGENT, NULL, api_existing_post },
        { "POST", API "/existing-tasks/off", WHO_AGENT, SCHOOL_AGENT, NULL, api_existing_off_post },
        { "POST", API "/answers/take", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_take },
        { "GET", API "/answers/{}", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer },
        { "POST", API "/answers/{}/renew", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_renew },
        { "PUT", API "/answers/{}/parts/{}", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_part_put },
        { "GET", API "/answers/{}/parts/{}", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_part },
        { "POST", API "/answers/{}/complete", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_complete },
        { "POST", API "/answers/{}/gone", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_gone },
        { "POST", API "/answers/{}/failed", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_failed },
        { "POST", API "/answers/{}/confirm", WHO_AGENT, SCHOOL_AGENT, NULL, api_answer_confirm },
        { "POST", API "/involvements", WHO_INVOLVEMENTS_WRITE, SCHOOL_AGENT, NULL, api_involvements },
        { "GET", API "/pupils/changes", WHO_PUPILS_READ, SCHOOL_AGENT, NULL, api_pupil_changes },

        /* attendance, of a school or its own */
        { "GET", LA_ATTENDANCE, WHO_LA, SCHOOL_FIRST, NULL, attendance_page },
        { "GET", LA_ATTENDANCE_PUPILS, WHO_LA, SCHOOL_FIRST, NULL, attendance_pupils_page },
        { "GET", LA_ATTENDANCE_PUPILS ".csv", WHO_LA, SCHOOL_FIRST, NULL, attendance_pupils_csv },
        { "GET", LA_ATTENDANCE_PUPILS ".xlsx", WHO_LA, SCHOOL_FIRST, NULL, attendance_pupils_xlsx },
        { "GET", LA_PUPIL_ATTENDANCE, WHO_LA, SCHOOL_FIRST, NULL, attendance_pupil_page },
        { "GET", SCHOOL_ATTENDANCE, WHO_SCHOOL, SCHOOL_OWN, NULL, attendance_page },
        { "GET", SCHOOL_ATTENDANCE_PUPILS, WHO_SCHOOL, SCHOOL_OWN, NULL, attendance_pupils_page },
        { "GET", SCHOOL_ATTENDANCE_PUPILS ".csv", WHO_SCHOOL, SCHOOL_OWN, NULL, attendance_pupils_csv },
        { "GET", SCHOOL_ATTENDANCE_PUPILS ".xlsx", WHO_SCHOOL, SCHOOL_OWN, NULL, attendance_pupils_xlsx },
        { "GET", SCHOOL_PUPIL_ATTENDANCE, WHO_SCHOOL, SCHOOL_OWN, NULL, attendance_pupil_page },

        /* Add or move in bulk */
        { "GET", "/school/bulk", WHO_SCHOOL, SCHOOL_OWN, NULL, bulk_page },
        { "POST", "/school/bulk", WHO_SCHOOL_ADMIN, SCHOOL_OWN, start_form, bulk_start_post },
        { "GET", "/school/batches/{}", WHO_SCHOOL, SCHOOL_OWN, NULL, bulk_tasks_page },
        { "POST", "/school/batches/{}/drop", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, bulk_drop_post },
        { "GET", "/school/batches/{}/download", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, bulk_download_page },
        { "GET", "/school/batches/{}/pupils.xlsx", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, bulk_download_xlsx },
        { "GET", "/school/batches/{}/pupils.csv", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, bulk_download_csv },
        { "GET", "/school/batches/{}/files", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_files_page },
        { "POST", "/school/batches/{}/files", WHO_SCHOOL, SCHOOL_OWN, file_form, batch_files_post },
        { "POST", "/school/batches/{}/complete", WHO_SCHOOL_ADMIN, SCHOOL_OWN, tick_form, batch_tick_post },
        { "GET", "/school/batches/{}/files/{}", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_file_page },
        { "POST", "/school/batches/{}/files/{}", WHO_SCHOOL, SCHOOL_OWN, columns_form, batch_columns_post },
        { "POST", "/school/batches/{}/files/{}/replace", WHO_SCHOOL, SCHOOL_OWN, file_form, batch_replace_post },
        { "POST", "/school/batches/{}/files/{}/remove", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, batch_remove_post },
        { "GET", "/school/batches/{}/files/{}/result.xlsx", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_result_xlsx },
        { "GET", "/school/batches/{}/problems", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_problems_page },
        { "POST", "/school/batches/{}/problems", WHO_SCHOOL_ADMIN, SCHOOL_OWN, fix_form, batch_problems_post },
        { "GET", "/school/batches/{}/matches", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_matches_page },
        { "POST", "/school/batches/{}/matches", WHO_SCHOOL, SCHOOL_OWN, note_form, batch_matches_post },
        { "GET", "/school/batches/{}/leavers", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_leavers_page },
        { "POST", "/school/batches/{}/leavers", WHO_SCHOOL_ADMIN, SCHOOL_OWN, leavers_form, batch_leavers_post },
        { "GET", "/school/batches/{}/leavers/acknowledge", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, batch_acknowledge_page },
        { "POST", "/school/batches/{}/leavers/acknowledge", WHO_SCHOOL_ADMIN, SCHOOL_OWN, acknowledge_form,
          batch_acknowledge_post },
        { "GET", "/school/batches/{}/check", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_check_page },
        { "POST", "/school/batches/{}/check", WHO_SCHOOL_ADMIN, SCHOOL_OWN, hash_form, batch_check_post },
        { "GET", "/school/batches/{}/check.csv", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_check_csv },
        { "GET", "/school/batches/{}/check.xlsx", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_check_xlsx },
        { "GET", "/school/batches/{}/confirm", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, batch_confirm_page },
        { "POST", "/school/batches/{}/confirm", WHO_SCHOOL_ADMIN, SCHOOL_OWN, hash_form, batch_confirm_post },
        { "GET", "/school/batches/{}/receipt", WHO_SCHOOL, SCHOOL_OWN, NULL, batch_receipt_page },
        { "GET", SCHOOL_DATA, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, school_data_page },
        { "GET", SCHOOL_DATA "/upload", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, school_data_upload_page },
        { "POST", "/school/data/upload", WHO_SCHOOL_ADMIN, SCHOOL_OWN, school_file_form, school_data_upload_post },
        { "GET", SCHOOL_DATA_FILE, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, school_data_file_page },
        { "GET", SCHOOL_DATA_PROGRESS, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, school_data_progress },
        { "GET", SCHOOL_EXCHANGES, WHO_SCHOOL, SCHOOL_OWN, NULL, school_exchanges_page },
        { "GET", SCHOOL_EXISTING, WHO_SCHOOL, SCHOOL_OWN, NULL, school_existing_page },
        { "GET", SCHOOL_READY, WHO_SCHOOL, SCHOOL_OWN, NULL, school_ready_page },
        { "GET", SCHOOL_EXCHANGE_NEW, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, exchange_new_page },
        { "POST", SCHOOL_EXCHANGE_NEW, WHO_SCHOOL_ADMIN, SCHOOL_OWN, exchange_form, exchange_new_post },
        { "POST", SCHOOL_EXCHANGE_LOCK, WHO_SCHOOL_ADMIN, SCHOOL_OWN, exchange_lock_form, school_exchange_lock_post },
        { "GET", SCHOOL_EXCHANGE, WHO_SCHOOL, SCHOOL_OWN, NULL, school_exchange_page },
        { "GET", SCHOOL_EXCHANGE_EDIT, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, school_exchange_edit_page },
        { "GET", SCHOOL_EXCHANGE_CLONE, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, school_exchange_clone_page },
        { "GET", SCHOOL_EXCHANGE_DELETE, WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, school_exchange_delete_page },
        { "POST", SCHOOL_EXCHANGE_STATE, WHO_SCHOOL_ADMIN, SCHOOL_OWN, exchange_state_form, school_exchange_state_post },
        { "POST", SCHOOL_EXCHANGE_RUN, WHO_SCHOOL_ADMIN, SCHOOL_OWN, la_version_form, school_exchange_run_post },
        { "GET", "/school", WHO_SCHOOL, SCHOOL_OWN, NULL, school_home_page },
        { "GET", SCHOOL_DIFFERENCES, WHO_SCHOOL, SCHOOL_OWN, NULL, school_differences_page },
        { "GET", SCHOOL_QUESTIONS, WHO_SCHOOL, SCHOOL_OWN, NULL, school_questions_page },
        { "POST", SCHOOL_QUESTIONS, WHO_SCHOOL, SCHOOL_OWN, note_form, school_questions_post },
        { "GET", SCHOOL_CLAIMS, WHO_SCHOOL, SCHOOL_OWN, NULL, school_claims_page },
        { "GET", "/school/users", WHO_SCHOOL, SCHOOL_OWN, NULL, staff_page },
        { "GET", "/school/pupils", WHO_SCHOOL, SCHOOL_OWN, NULL, pupils_page },
        { "GET", "/school/pupils.csv", WHO_SCHOOL, SCHOOL_OWN, NULL, pupils_csv },
        { "GET", "/school/pupils.xlsx", WHO_SCHOOL, SCHOOL_OWN, NULL, pupils_xlsx },
        { "GET", "/school/pupils.ctf", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, pupils_ctf },
        { "GET", "/school/pupils/new", WHO_SCHOOL, SCHOOL_OWN, NULL, pupil_new_page },
        { "POST", "/school/pupils/new", WHO_SCHOOL, SCHOOL_OWN, pupil_form, pupil_new_post },
        { "GET", "/school/pupils/{}", WHO_SCHOOL, SCHOOL_OWN, NULL, pupil_page },
        { "GET", "/school/pupils/{}/edit", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, pupil_edit_page },
        { "POST", "/school/pupils/{}/edit", WHO_SCHOOL_ADMIN, SCHOOL_OWN, pupil_form, pupil_edit_post },
        { "GET", "/school/pupils/{}/leave", WHO_SCHOOL_ADMIN, SCHOOL_OWN, NULL, pupil_leave_page },
        { "POST", "/school/pupils/{}/leave", WHO_SCHOOL_ADMIN, SCHOOL_OWN, leave_form, pupil_leave_post },
        { "GET", "/school/pupils/{}/ask", WHO_SCHOOL, SCHOOL_OWN, NULL, pupil_ask_page },
        { "POST", "/school/pupils/{}/ask", WHO_SCHOOL, SCHOOL_OWN, ask_form, pupil_ask_post },
        { 0 }
};
