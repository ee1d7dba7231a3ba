#include "cli/change_views.hpp"

#include "base/words.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <array>

namespace slipway::cli {
namespace {

constexpr std::array kinds = {"added", "removed", "upgraded", "downgraded"};

/// "+2 -1".
std::string signed_counts(const JsonValue& counts) {
    return fmt::format("+{} -{}", counts["added"].integer(), counts["removed"].integer());
}

std::int64_t count_of(const JsonValue& answer) {
    std::int64_t count = 0;
    for (const auto* kind : kinds) count += answer["counts"][kind].integer();
    return count;
}

std::string summary_of(const JsonValue& answer) {
    std::string summary;
    for (const auto* kind : kinds)
        summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", answer["counts"][kind].integer(), kind);
    return summary + "\n";
}

std::string entries_of(const JsonValue& answer) {
    Table table({"CHANGE", "NAME", "ARCHITECTURE", "DISTRO", "COMPONENT", "FROM", "TO"});
    std::int64_t shown = 0;
    for (const auto* kind : kinds)
        for (const auto& entry : answer[kind].elements()) {
            table.add({kind, entry["name"].text(), entry["architecture"].text(), entry["distro"].text(),
                       entry["component"].text(), entry["from"].text(), entry["to"].text()});
            ++shown;
        }
    if (table.is_empty()) return {};
    const auto more = count_of(answer) - shown;
    return table.render() + (more > 0 ? fmt::format("and {} more\n", more) : "");
}

/// Adds a line for each change of a revision; the first line also describes the revision.
void add_revision(Table& table, const JsonValue& revision) {
    Table::Row row = {revision["number"].text(),
                      revision["time"].text(),
                      revision["package_count"].text(),
                      "",
                      "",
                      "",
                      revision["pins"].text(),
                      ""};
    for (const auto& change : revision["changes"].elements()) {
        row[3] = signed_counts(change["counts"]);
        row[4] = change["cause"].text();
        row[5] = change["actor"].text();
        row[7] = change["reason"].text();
        table.add(row);
        row.assign(row.size(), " ");
    }
    if (row[0] != " ") table.add(row);
}

/// Lists where clients find a past state, and the file that sets up a machine for it.
std::string snapshots_of(const JsonValue& snapshots, const std::string& channel) {
    Table table({"DISTRO", "SNAPSHOT", "SET-UP FILE"});
    for (const auto& snapshot : snapshots.elements()) {
        const auto url = snapshot["url"].text();
        const auto format = word_of<Format>(snapshot["format"].text());  // nothing: the server is newer
        const auto file = format ? fmt::format("{}/{}.{}", url, channel, set_up_ending(*format)) : std::string();
        table.add({snapshot["distro"].text(), url, file});
    }
    return table.is_empty() ? "" : "\n" + table.render();
}

}  // namespace

std::string render_revisions(const JsonValue& answer) {
    Table table({"REVISION", "TIME", "PACKAGES", "CHANGE", "CAUSE", "ACTOR", "PINS", "REASON"});
    for (const auto& revision : answer["revisions"].elements()) add_revision(table, revision);
    if (table.is_empty()) return "no revisions\n";
    return table.render();
}

std::string render_revision(const JsonValue& revision, const std::string& channel) {
    Table table({"CHANGE", "CAUSE", "ACTOR", "EVENT", "REASON"});
    for (const auto& change : revision["changes"].elements())
        table.add({signed_counts(change["counts"]), change["cause"].text(), change["actor"].text(),
                   change["event"].text(), change["reason"].text()});
    return render_fields({{"Revision", revision["number"].text()},
                          {"Time", revision["time"].text()},
                          {"Packages", revision["package_count"].text()},
                          {"Change", signed_counts(revision["counts"])},
                          {"Pins", revision["pins"].text()},
                          {"Root", revision["root"].text()}}) +
           (table.is_empty() ? "" : "\n" + table.render()) + snapshots_of(revision["snapshots"], channel);
}

std::string render_difference(const JsonValue& answer) { return summary_of(answer) + entries_of(answer); }

bool has_differences(const JsonValue& answer) { return count_of(answer) > 0; }

std::string render_change(const JsonValue& answer, const std::string& channel) {
    const auto revision = answer["revision"].text();
    if (revision == answer["previous_revision"].text())
        return fmt::format("nothing changes: {} stays at revision {}\n", channel, revision);
    return fmt::format("{} is now at revision {}: {}{}", channel, revision, summary_of(answer), entries_of(answer));
}

std::string render_prospect(const JsonValue& answer, const std::string& channel) {
    return fmt::format("{} would change: {}{}", channel, summary_of(answer), entries_of(answer));
}

std::string render_dry_run(const JsonValue& answer, const std::string& channel) {
    auto text = render_prospect(answer, channel);
    for (const auto& conflict : answer["conflicts"].elements())
        text += "conflict: " + printable(conflict["detail"].text()) + "\n";
    if (!has_differences(answer) || !answer["conflicts"].elements().empty()) return text;
    return text + fmt::format("to promote exactly this: --expect-revision {} --expect-from-revision {}\n",
                              answer["previous_revision"].text(), answer["from_revision"].text());
}

std::string render_expiry(const JsonValue& answer) {
    Table table({"NAME", "VERSION", "ARCHITECTURE", "DISTRO", "COMPONENT", "SHA256"});
    for (const auto& package : answer["packages"].elements())
        table.add({package["name"].text(), package["version"].text(), package["architecture"].text(),
                   package["distro"].text(), package["component"].text(), package["sha256"].text()});
    const auto count = answer["count"].integer();
    return fmt::format("{} package{} would be removed\n", count, count == 1 ? "" : "s") +
           (table.is_empty() ? "" : table.render());
}

std::string render_purge(const JsonValue& answer) {
    Table packages({"NAME", "VERSION", "ARCHITECTURE", "PURGED", "BYTES", "SHA256"});
    for (const auto& package : answer["packages"].elements())
        packages.add({package["name"].text(), package["version"].text(), package["architecture"].text(),
                      package["purged_at"].text(), package["bytes"].text(), package["sha256"].text()});
    Table channels({"CHANNEL", "REVISION WITHOUT IT"});
    for (const auto& channel : answer["channels"].elements())
        channels.add({channel["channel"].text(), channel["revision"].text()});
    Table released({"FREE AGAIN IN", "NAME", "VERSION", "ARCHITECTURE"});
    for (const auto& version : answer["released"].elements())
        released.add({version["distro"].text(), version["name"].text(), version["version"].text(),
                      version["architecture"].text()});
    return packages.render() + "\n" + (channels.is_empty() ? "no channel had it\n" : channels.render()) +
           (released.is_empty() ? "" : "\n" + released.render());
}

std::string render_pins(const JsonValue& answer) {
    Table table({"NAME", "CHANNEL", "REVISION", "CREATED", "BY"});
    for (const auto& pin : answer["pins"].elements())
        table.add({pin["name"].text(), pin["channel"].text(), pin["revision"].text(), pin["created_at"].text(),
                   pin["created_by"].text()});
    return table.is_empty() ? "no pins\n" : table.render();
}

std::string render_pin(const JsonValue& pin) {
    return printable(fmt::format("{} keeps revision {} of {}", pin["name"].text(), pin["revision"].text(),
                                 pin["channel"].text())) +
           "\n";
}

}  // namespace slipway::cli
