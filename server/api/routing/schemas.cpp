#include "server/api/routing/schemas.hpp"

#include "server/api/routing/serving.hpp"

namespace slipway::api {
namespace {

constexpr std::array problem_members = {
    required("type",
             a_text("{public_url}/problems/{code}: what the code means. A reference relative to the server where "
                    "no public URL is configured.")),
    required("title", a_text("The kind of problem, the same for every case of it.")),
    required("status", an_integer()),
    required("code", a_text("What programs decide by.")),
    required("detail", a_text("What is wrong and what to do.")),
};

constexpr std::array refused_file_members = {
    required("file", a_text()),
    required("code", a_text()),
    required("detail", a_text()),
};
constexpr Schema refused_file_schema = an_answer("", refused_file_members);
constexpr std::array upload_problem_members = {maybe("errors", a_list_of(refused_file_schema, "Every bad file."))};

constexpr std::array version_conflict_members = {
    required("distro", a_text()),
    required("component", or_null(a_text())),
    required("name", a_text()),
    required("version", a_text()),
    required("architecture", a_text()),
    required("sha256", a_text()),
    required("code", one_of("package-exists")),
    required("detail", a_text()),
};
constexpr std::array conflict_problem_members = {
    maybe("errors", a_list_of(version_conflict_schema, "With `package-exists`: the first hundred.")),
};

constexpr std::array snapshot_members = {
    required("distro", a_text()),
    required("format", one_of("deb rpm")),
    required("url", a_url()),
};
constexpr Schema snapshot_schema = an_answer("", snapshot_members);

constexpr std::array change_counts_members = {required("added", an_integer()), required("removed", an_integer())};
constexpr Schema change_counts_schema = an_answer("", change_counts_members);
constexpr std::array change_members = {
    required("event", an_integer("Number of an entry of the audit log.")),
    required("cause", one_of("create upload remove promote rollback expire resign purge settings")),
    maybe("actor", a_text("For tokens that may read the repository.")),
    required("reason", a_text()),
    required("counts", the(change_counts_schema)),
};
constexpr Schema change_schema = an_answer("", change_members);
constexpr std::array revision_members = {
    required("number", an_integer()),
    required("time", a_date()),
    required("root", a_text("Equal for equal content.")),
    required("package_count", an_integer()),
    required("counts", the(change_counts_schema, "Packages that its changes put in and took out.")),
    required("changes", a_list_of(change_schema)),
    required("pins", texts("The names it is pinned under.")),
    required("snapshots", the(snapshots_schema)),
};

constexpr std::array diff_entry_members = {
    required("distro", a_text()),
    required("component", or_null(a_text())),
    required("name", a_text()),
    required("architecture", a_text()),
    required("from", texts("The versions before, ascending.")),
    required("to", texts("The versions after, ascending.")),
};
constexpr std::array diff_counts_members = {
    required("added", an_integer()),
    required("removed", an_integer()),
    required("upgraded", an_integer()),
    required("downgraded", an_integer()),
};

constexpr std::array outcome_members = {
    required("revision", an_integer("Of the target; the previous one where nothing changed, and in a dry run.")),
    required("previous_revision", an_integer()),
    maybe("from_revision",
          an_integer("Of the source of a promotion; of a rollback the one gone back to; absent of a removal.")),
    required("counts", the(diff_counts_schema)),
    required("added", a_list_of(diff_entry_schema)),
    required("removed", a_list_of(diff_entry_schema)),
    required("upgraded", a_list_of(diff_entry_schema)),
    required("downgraded", a_list_of(diff_entry_schema)),
    required("next",
             or_null(a_text("Where `GET …/diff` goes on: of the target with `from` and `to`, after a dry run of "
                            "the source with `against`."))),
    maybe("conflicts", a_list_of(version_conflict_schema,
                                 "Dry run of a promotion only: the first hundred packages whose version is taken.")),
    nodes_member,
};

}  // namespace

constexpr Schema problem_schema = an_answer("Problem", problem_members);
constexpr Schema upload_problem_schema = an_answer_like(problem_schema, "UploadProblem", upload_problem_members);
constexpr Schema conflict_problem_schema = an_answer_like(problem_schema, "ConflictProblem", conflict_problem_members);
constexpr Schema version_conflict_schema = an_answer("VersionConflict", version_conflict_members);

constexpr Schema snapshots_schema = {
    .type = Schema::Type::list,
    .description =
        "The addresses of this state, one per distro, in place of the distro's own: apt's `deb {url} {channel} "
        "{component}`, yum's `baseurl={url}/{channel}/$basearch/`, set-up files `{url}/{channel}.sources`, "
        "`.repo` and `.sh`.",
    .name = "Snapshots",
    .of = &snapshot_schema,
};
constexpr Schema revision_schema = an_answer("Revision", revision_members);
constexpr Schema diff_entry_schema = an_answer("DiffEntry", diff_entry_members);
constexpr Schema diff_counts_schema =
    an_answer("DiffCounts", diff_counts_members, "Of the whole difference, on every page.");
constexpr Schema content_outcome_schema = an_answer("ContentOutcome", outcome_members);

}  // namespace slipway::api
