// Removals of many packages at once: all of them or none, in a revision of its own, told as a promotion is.
#include "publishing/planning/planner.hpp"

#include <algorithm>

namespace slipway::publishing {
namespace {

/// As people read it.
struct TextOfSelector {
    std::string operator()(const Sha256& digest) const { return "package " + digest.hex(); }
    std::string operator()(const NamedPackages& named) const {
        auto text = "a package '" + named.name + "'";
        if (named.version) text += " of version " + *named.version;
        if (named.architecture) text += " for " + *named.architecture;
        return text;
    }
};

bool fits(const NamedPackages& wanted, const index::EntryKey& key) {
    return (!wanted.version || key.version == *wanted.version) &&
           (!wanted.architecture || key.architecture == *wanted.architecture);
}

template <class Moving>
audit::PackagesRemoved removed(const std::vector<Moving>& leaving, const std::string& reason) {
    audit::PackagesRemoved what{{}, reason};
    for (const auto& moving : leaving) what.packages.push_back(moving.entry.key);
    return what;
}

}  // namespace

Result<ContentOutcome> Planner::plan_removal(const Actor& actor, const Removal& removal) {
    ChannelDraft& channel = *TRY(draft_of(removal.channel));
    TRY(check_unprotected(channel.settings()));
    TRY(check_expected(channel.state(), removal.expect_revision));
    if (removal.distro && plan_.after.find_distro(*removal.distro) == nullptr)
        return Error("unknown-distro"_problem, "there is no distro '" + *removal.distro + "'");

    std::set<Moving> leaving;  // two selectors may mean one package
    for (const auto& selector : removal.packages)
        for (auto& place : TRY(selected(channel, selector, removal.distro))) leaving.insert(std::move(place));
    const Movement movement{{}, {leaving.begin(), leaving.end()}};
    ContentOutcome outcome{0, channel.state().revision, channel.state().revision, {}, 0, {}};
    const auto before = channel.state();
    TRY(lay_in(movement, channel));
    TRY(settle(channel, before, movement, outcome));
    const auto event = add_event(actor, removal.channel, removed(movement.leaving, removal.reason));
    note_change(removal.channel, Cause::remove, actor, removal.reason, 0, movement.leaving.size(), event);
    return outcome;
}

/// Where the channel has what is meant. Faults: not_found "unknown-package", gone "purged".
Result<std::vector<Planner::Moving>> Planner::selected(const ChannelDraft& channel, const PackageSelector& selector,
                                                       const std::optional<std::string>& distro) const {
    const auto* digest = std::get_if<Sha256>(&selector);
    auto places = digest != nullptr ? TRY(signings_in(channel, *digest, distro))
                                    : TRY(named(channel, std::get<NamedPackages>(selector), distro));
    if (!places.empty()) return places;
    if (digest != nullptr && is_purged(plan_.after, *digest)) return no_package(plan_.after, *digest);
    return Error("unknown-package"_problem, "channel " + channel.state().settings.name + " does not contain " +
                                                std::visit(TextOfSelector(), selector) +
                                                (distro ? " in distro " + *distro : "") + ", so nothing was removed");
}

/// Costs the packages of that name.
Result<std::vector<Planner::Moving>> Planner::named(const ChannelDraft& channel, const NamedPackages& wanted,
                                                    const std::optional<std::string>& distro) const {
    std::vector<Moving> places;
    for (const auto& [index, list] : channel.state().lists) {
        const auto* row = plan_.after.find_distro(index.distro);
        if (distro && row->name != *distro) continue;
        const auto take = [&, &index = index](const index::Entry& entry) {
            if (entry.key.name != wanted.name) return index::Visit::stop;
            if (fits(wanted, entry.key) && is_home_of(*row, index, entry.key.architecture))
                places.push_back({row, index.component, entry});
            return index::Visit::next;
        };
        TRY(index::visit_entries(parts_.nodes, version_order_of(*row), list.root, index::first_key_of(wanted.name),
                                 take));
    }
    return places;
}

/// Of all signings of an rpm, those that the channel has.
Result<std::vector<Planner::Moving>> Planner::signings_in(const ChannelDraft& channel, const Sha256& digest,
                                                          const std::optional<std::string>& distro) const {
    std::vector<Moving> places;
    for (const auto& package : TRY(storage::find_signings(tx_, plan_.after.settings.id, digest))) {
        const index::Entry entry{{package.name, package.version, package.architecture, package.sha256}, package.weight};
        for (const auto& row : plan_.after.settings.distros) {
            if (row.format != package.format || (distro && row.name != *distro)) continue;
            for (const auto& component : components_of(row))
                if (TRY(channel.contains(row, component, entry.key))) places.push_back({&row, component, entry});
        }
    }
    return places;
}

}  // namespace slipway::publishing
