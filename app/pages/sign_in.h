/* Signing in and out, choosing a password. */
#ifndef PAGES_SIGN_IN_H
#define PAGES_SIGN_IN_H

#include "pages/visit.h"

enum outcome front_page(struct visit *v) MUST_USE;
enum outcome sign_in_page(struct visit *v) MUST_USE;
enum outcome sign_in_post(struct visit *v) MUST_USE;
enum outcome sign_out_post(struct visit *v) MUST_USE;
enum outcome set_password_page(struct visit *v) MUST_USE;
enum outcome set_password_post(struct visit *v) MUST_USE;
enum outcome account_page(struct visit *v) MUST_USE;
enum outcome account_post(struct visit *v) MUST_USE;

#endif
