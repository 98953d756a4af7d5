//! What dixit promises, each with the test that proves it.
//!
//! A proof is written `file: test`; a test checks that all tests named here exist.
//!
//! # The same input gives the same output
//!
//! | promise | proof |
//! | --- | --- |
//! | The same text gives the same statements, byte for byte. | `tests/robustness/targets.rs: extractions_point_into_their_text_and_are_the_same_twice` |
//! | The number of threads makes no difference. | `tests/cli/commands.rs: any_number_of_threads_gives_the_same_bytes_in_the_order_of_the_input` |
//! | What an article says does not depend on the articles that are read with it, nor on their order. | `tests/robustness/laws.rs: articles_in_another_order_say_the_same` |
//! | A graph does not depend on the order of its documents. | `src/graph/tests.rs: the_order_of_documents_makes_no_difference` |
//! | Parts that are built separately and merged are the same as the whole. | `src/graph/tests.rs: merging_parts_in_any_order_and_grouping_equals_one_build` |
//! | Training with the same data and seed gives the same model. | `tests/cli/train.rs: the_same_data_and_seed_give_the_same_bytes` |
//!
//! # Every word comes from the text
//!
//! | promise | proof |
//! | --- | --- |
//! | Source, cue and content are words of the article, at the positions that are given. | `tests/corpus.rs: spans_hold_the_words_that_are_given` |
//! | The same holds for any text. | `tests/robustness/targets.rs: extractions_point_into_their_text_and_are_the_same_twice` |
//! | No word of a text is lost when it is divided into tokens. | `src/text/tests.rs: any_text_is_split_without_gaps` |
//! | The answer to a question contains only words from the graph. | `tests/cli/ask.rs: answers_hold_no_words_but_the_graph_s` |
//! | `dixit check` finds words that an article does not contain. | `tests/cli/check.rs: words_that_were_put_into_somebodys_mouth_are_found_out` |
//!
//! # Nothing is lost
//!
//! | promise | proof |
//! | --- | --- |
//! | A saved graph loads as the same graph. | `tests/cli/export.rs: json_is_read_back_as_the_same_graph` |
//! | Graphs saved by all earlier versions can be read. | `tests/robustness/old_files.rs: graphs_of_all_versions_are_read` |
//! | A graph saved by a later version is rejected with an error that gives the version. | `tests/robustness/old_files.rs: a_graph_of_a_version_to_come_is_refused_with_the_version` |
//! | An article or a record that cannot be read is reported by name, and the others are read. | `tests/cli/bad_input.rs: empty_and_binary_files_do_not_stop_the_others` |
//! | If thousands of articles cannot be read, ten are named and all are counted; `dixit extract` lists every error. | `tests/cli/bad_input.rs: of_thousands_of_bad_rows_ten_are_told_and_the_rest_is_counted` |
//! | The files of a build appear together or not at all. | `tests/cli/files.rs: a_build_that_cannot_write_one_file_leaves_all_as_they_were` |
//! | A build that is killed leaves files that are all old or, once any command has opened them, all new. | `tests/cli/files.rs: a_build_killed_at_any_moment_leaves_files_that_are_all_old_or_all_new` |
//! | A store is the graph of its documents, in whatever order and batches they were added. | `src/graph/store/tests.rs: documents_may_be_added_in_any_order_and_grouping` |
//! | A build into a store that is killed can be resumed, and nothing is lost or duplicated. | `tests/cli/store.rs: a_build_that_is_killed_twenty_times_goes_on_where_it_was` |
//! | SIGINT and SIGTERM leave no half-written file. | `tests/cli/files.rs: int_and_term_leave_no_file_behind` |
//! | Text written to a pipe or file is not altered. | `tests/cli/terminal.rs: a_pipe_gets_the_letters_as_they_are` |
//!
//! # Time is linear
//!
//! | promise | proof |
//! | --- | --- |
//! | A text of twice the length takes at most 2.2 times the work, in each of more than a hundred shapes of text. | `tests/robustness/linear.rs: the_work_of_every_shape_is_linear` |
//!
//! # No input is dangerous
//!
//! | promise | proof |
//! | --- | --- |
//! | No text crashes the program. | `tests/robustness/targets.rs: extractions_point_into_their_text_and_are_the_same_twice` |
//! | No plain text or Markdown file does. | `tests/robustness/targets.rs: text_files_are_read_whatever_they_hold` |
//! | No JSON file does. | `tests/robustness/targets.rs: json_files_are_read_whatever_they_hold` |
//! | No CSV file does. | `tests/robustness/targets.rs: csv_files_are_read_whatever_they_hold` |
//! | No Parquet file does. | `tests/robustness/targets.rs: parquet_files_are_read_whatever_they_hold` |
//! | No HTML page does. | `tests/robustness/targets.rs: pages_are_read_whatever_they_hold` |
//! | No feed, e-mail or DOCX file does. | `tests/robustness/targets.rs: feeds_letters_and_documents_are_read_whatever_they_hold` |
//! | No archive or WARC file does. | `tests/robustness/targets.rs: archives_and_crawls_are_read_whatever_they_hold` |
//! | A decompression bomb is an error of one file or line, within bounded memory. | `src/document/tests/containers.rs: bombs_and_endless_lines_are_errors` |
//! | Reading stops if an archive expands to more than a hundred times its size and a gibibyte. | `src/document/tests/containers.rs: an_archive_that_expands_too_far_is_abandoned` |
//! | The same applies to Parquet files, and no memory is allocated for sizes that a file only claims. | `src/document/tests/tables.rs: one_long_text_in_all_rows_is_not_read_forever` |
//! | Entries whose names lead out of an archive are not read. | `src/document/tests/containers.rs: names_that_lead_out_of_an_archive_are_not_read` |
//! | Pages are read in linear time, however deeply their elements are nested. | `src/document/tests/web.rs: hostile_pages_are_read_in_linear_time` |
//! | No compressed file crashes the program. | `tests/robustness/targets.rs: packed_files_are_read_whatever_they_hold` |
//! | No question crashes the program. | `tests/robustness/targets.rs: questions_are_answered_or_refused` |
//! | A damaged graph is read or rejected by name. | `tests/robustness/targets.rs: damaged_graphs_are_read_or_refused_by_name` |
//! | A damaged file of corrections is applied, or rejected with the line. | `tests/robustness/targets.rs: corrections_are_applied_or_refused_by_line` |
//! | A damaged table for `--kb` is read or rejected by name. | `tests/robustness/targets.rs: tables_are_read_or_refused_by_name` |
//! | A damaged model is rejected by name. | `tests/robustness/targets.rs: damaged_models_are_refused_by_name` |
//! | No control sequence is written to a terminal. | `tests/cli/terminal.rs: no_command_and_no_format_passes_on_what_a_terminal_would_obey` |
//! | CSV contains no formula, unless asked for. | `tests/cli/terminal.rs: a_spreadsheet_gets_no_formula_unless_asked` |
//! | A page shows control codes and bidirectional formatting characters as U+FFFD. | `src/export/html/tests.rs: what_would_disturb_a_reader_is_marked_where_it_stands` |
//! | A pipe without a reader is not written to. | `tests/cli/files.rs: a_pipe_is_written_to_only_if_somebody_reads_it` |
//! | Pipes and devices are not read as files. | `tests/cli/files.rs: pipes_and_devices_are_refused_at_once` |
//! | Links out of a folder are not followed, unless asked. | `tests/cli/files.rs: links_out_of_a_folder_are_followed_only_when_asked` |
//! | The program opens no network connection, and nothing that it is built of by default could (the features `mcp` and `serve` add a library that could; `mcp` uses it on standard input and output only, and `serve` to answer, by default only programs of the same computer). | `tests/robustness/promises.rs: nothing_in_the_program_opens_a_connection` |
//!
//! # Exit codes
//!
//! | code | meaning | proof |
//! | --- | --- | --- |
//! | 1 | Nothing was found, or nothing could be read. | `tests/cli/query.rs: nothing_found_is_said_with_a_way_on` |
//! | 2 | An error, such as a wrong argument. | `tests/cli/query.rs: mistakes_on_the_command_line_are_errors_that_say_what_to_write` |
//! | 2 | With `--strict`: a document could not be read. | `tests/cli/bad_input.rs: a_path_that_is_missing_is_named` |
//!
//! # Limits
//!
//! | limit | proof |
//! | --- | --- |
//! | A sentence has at most 300 tokens; longer ones are split. | `src/text/tests.rs: an_endless_sentence_is_split_at_a_sensible_place` |
//! | A question has at most 1,000 characters. | `tests/cli/ask.rs: what_cannot_be_read_is_refused_with_a_reason` |
//! | `--limit` limits the statements of an answer; counts are of all statements. | `tests/cli/composing.rs: the_limit_bounds_statements_but_groups_are_of_all` |
//! | Of people who share a word of their names, at most 32 are candidates for a short name: the nearest. | `tests/robustness/promises.rs: the_nearest_of_many_namesakes_is_meant` |
//! | Texts that are not in English have no statements. | `tests/cli/bad_input.rs: texts_in_other_languages_and_scripts_have_no_statements` |
