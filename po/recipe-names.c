/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Not compiled: the names of the shipped recipes (data/recipes), for translators, because xgettext
 * does not read JSON. tests/lint compares the two.
 */
const char *recipe_names[] = {
  N_ ("32 units"),
  N_ ("128 units"),
  N_ ("Drawing"),
  N_ ("Improved sigmoid only"),
  N_ ("Init only"),
  N_ ("Init, improved sigmoid"),
  N_ ("Init, sigmoid, momentum"),
  N_ ("Momentum only"),
  N_ ("My first network"),
  N_ ("Plain"),
  N_ ("Plain, not shuffled"),
  N_ ("Ten hidden layers"),
  N_ ("Two hidden layers"),
};
