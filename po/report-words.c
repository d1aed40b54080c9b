/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Not compiled: what the templates of reports say (data/reports), for translators, because xgettext
 * does not read JSON. tests/lint compares the two.
 */
const char *report_words[] = {
  N_ ("Multi-layer perceptrons on MNIST"),
  N_ ("A repetition of a university report on multi-layer perceptrons (TDT4265, assignment 2): the "
      "tricks of the trade one after the other, then width and depth. Every number below was "
      "measured for this report; what the original states is judged by it."),
  N_ ("One hidden layer of 64 units (task 2)"),
  N_ ("The tricks of the trade, added one by one (task 3)"),
  N_ ("Width: 32, 64 and 128 hidden units (tasks 4a and 4b)"),
  N_ ("Two hidden layers of 60 units against one of 64 and one of 128 (task 4d)"),
  N_ ("Ten hidden layers of 64 units against one of 128 (task 4e)"),
  N_ ("The plain network reaches a validation accuracy of 0.9158."),
  N_ ("The plain network stops after 46 epochs."),
  N_ ("The improved sigmoid alone reaches 0.8997."),
  N_ ("The improved sigmoid alone stops after 21 epochs."),
  N_ ("The improved sigmoid alone is less accurate than the plain network."),
  N_ ("The improved sigmoid alone stops earlier than the plain network."),
  N_ ("Initial weights by fan-in are a drastic gain over the plain network."),
  N_ ("With the improved sigmoid added to the initial weights it converges faster."),
  N_ ("Initial weights and improved sigmoid stop before the plain network."),
  N_ ("With momentum too it stops before the plain network."),
  N_ ("Momentum on top of both converges faster."),
  N_ ("Momentum on top of both is better still."),
  N_ ("With 32 units the validation loss is higher than with 64."),
  N_ ("With 32 units the network is less accurate than with 64."),
  N_ ("With 128 units the network is more accurate than with 64."),
  N_ ("With 128 units the network reaches about 0.975."),
  N_ ("128 units need more multiplications than 64."),
  N_ ("An epoch with 128 units takes longer than with 64."),
  N_ ("With two hidden layers the training loss goes to 0."),
  N_ ("With two hidden layers the validation loss ends at about 0.2."),
  N_ ("With two hidden layers training and validation accuracy part."),
  N_ ("Two hidden layers are as accurate as one of 64 units."),
  N_ ("Two hidden layers are less accurate than one of 128 units."),
  N_ ("Ten hidden layers reach about 0.945."),
  N_ ("With ten hidden layers training and validation accuracy part."),
  N_ ("Ten hidden layers overfit more than one of 128 units: the gap is wider."),
  N_ ("Ten hidden layers train for longer than one of 128 units."),
  N_ ("Ten hidden layers are less accurate than one of 128 units."),
};
