// Removals of many packages at once: all of them or none, in a revision of its own, answered as a promotion is.
#include "publishing/planning/removal_change.hpp"

#include "publishing/planning/movement.hpp"

#include <set>

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
           (!wanted.architecture || key.qualifier == *wanted.architecture);
}

/// Of all variants of an rpm, those that the channel has.
Result<std::vector<Moving>> variants_in(const Planning& planning, const ChannelDraft& channel, const Sha256& digest,
                                        const std::optional<std::string>& distro) {
    std::vector<Moving> paths;
    for (const auto& package : TRY(planning.facts().find_variants(digest))) {
        const index::Entry entry{key_of(package), package.weight};
        for (const auto& row : planning.state().settings.distros) {
            if (row.format != package.format || (distro && row.name != *distro)) continue;
            for (const auto& component : components_of(row))
                if (TRY(channel.contains(row, component, entry.key))) paths.push_back({&row, component, entry});
        }
    }
    return paths;
}

/// Costs the packages of that name.
Result<std::vector<Moving>> named_in(const Planning& planning, const ChannelDraft& channel, const NamedPackages& wanted,
                                     const std::optional<std::string>& distro) {
    std::vector<Moving> paths;
    for (const auto& [index, list] : channel.state().lists) {
        const auto* row = planning.state().find_distro(index.distro);
        if (!lists_packages(index) || (distro && row->name != *distro)) continue;
        const auto take = [&, &index = index](const index::Entry& entry) {
            if (entry.key.name != wanted.name) return index::Visit::stop;
            if (fits(wanted, entry.key) && is_home_of(*row, index, entry.key.qualifier))
                paths.push_back({row, index.component, entry});
            return index::Visit::next;
        };
        TRY(index::visit_entries(planning.given().nodes, package_order_of(*row), list.root,
                                 index::first_key_of(wanted.name), take));
    }
    return paths;
}

/// Where the channel has what is meant. Faults: not_found "unknown-package", gone "purged".
Result<std::vector<Moving>> selected(const Planning& planning, const ChannelDraft& channel,
                                     const PackageSelector& selector, const std::optional<std::string>& distro) {
    const auto* digest = std::get_if<Sha256>(&selector);
    auto paths = digest != nullptr ? TRY(variants_in(planning, channel, *digest, distro))
                                   : TRY(named_in(planning, channel, std::get<NamedPackages>(selector), distro));
    if (!paths.empty()) return paths;
    if (digest != nullptr && is_purged(planning.state(), *digest)) return no_package(planning.state(), *digest);
    return Error("unknown-package"_problem, "channel " + channel.state().settings.name + " does not contain " +
                                                std::visit(TextOfSelector(), selector) +
                                                (distro ? " in distro " + *distro : "") + ", so nothing was removed");
}

audit::PackagesRemoved event_of_removal(const std::vector<Moving>& leaving, const std::string& reason) {
    audit::PackagesRemoved what{{}, reason};
    for (const auto& moving : leaving) what.packages.push_back(moving.entry.key);
    return what;
}

}  // namespace

std::optional<Action> RemovalChange::action(const std::string& repository, RepositoryIs /*is*/) const {
    return Action{Action::Kind::change_content, repository, removal_.channel};
}

Result<Change::Answer> RemovalChange::plan(Planning& planning) const {
    return answer_with_revision(removal_.channel, TRY(plan_removal(planning, actor(), removal_)));
}

Result<ContentOutcome> plan_removal(Planning& planning, const Actor& actor, const Removal& removal) {
    ChannelDraft& channel = *TRY(planning.draft_of(removal.channel));
    TRY(check_unprotected(channel.settings()));
    TRY(check_expected(channel.state(), removal.expect_revision));
    if (removal.distro && planning.distro(*removal.distro) == nullptr)
        return Error("unknown-distro"_problem, "there is no distro '" + *removal.distro + "'");

    std::set<Moving> leaving;  // two selectors may mean one package
    for (const auto& selector : removal.packages)
        for (auto& path : TRY(selected(planning, channel, selector, removal.distro))) leaving.insert(std::move(path));
    const Movement movement{{}, {leaving.begin(), leaving.end()}};
    ContentOutcome outcome{0, channel.state().revision, channel.state().revision, {}, 0, {}};
    const auto before = channel.state();
    TRY(apply(movement, channel));
    TRY(finish_movement(planning, channel, before, movement, outcome));
    const auto event = planning.add_event(actor, removal.channel, event_of_removal(movement.leaving, removal.reason));
    planning.record_change(removal.channel, Cause::remove, actor, removal.reason, {0, movement.leaving.size()}, event);
    return outcome;
}

}  // namespace slipway::publishing
