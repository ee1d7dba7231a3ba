#include "tests/server/api/watched_channels.hpp"

#include "base/text.hpp"
#include "server/api/resources/operations.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;

const std::vector<std::string> every_channel = {"main/dev",      "main/stable", "main/branch-a", "main/branch-b",
                                                "main/made-new", "other/dev",   "other/stable"};
const std::vector<std::string> lasting_channels = {"main/dev", "main/stable", "other/dev", "other/stable"};

const std::vector<std::string> names_of_channels = {"dev", "stable", "branch-a", "made-new"};

/// The scopes of a token, and the channels that it may change: in other words than the product's.
struct Right {
    const char* scopes;
    std::vector<std::string> may_change;
};
const std::vector<Right> rights_of_tokens = {
    {"read:*", {}},
    {"read:main", {}},
    {"upload:third promote:third/dev admin:third", {}},
    {"upload:main/dev", {"main/dev"}},
    {"promote:main/dev", {"main/dev"}},
    {"upload:main/stable", {"main/stable"}},
    {"promote:main/stable", {"main/stable"}},
    {"upload:main/branch-*", {"main/branch-*"}},
    {"promote:main/branch-*", {"main/branch-*"}},
    {"upload:*/d*", {"*/d*"}},
    {"promote:*/stable", {"*/stable"}},
    {"read:* upload:main/dev promote:other/dev", {"main/dev", "other/dev"}},
    {"upload:other promote:other/*", {"other/*"}},
    {"admin:other", {"other/*"}},
    {"upload:ma*/*", {"main/*"}},
    {"promote:main", {"main/*"}},
    {"admin:ma*", {"main/*"}},
    {"admin:main", {"main/*"}},
    {"admin:*", {"*/*"}},
};

const Known known_of_deb = {
    {"distro", {"deb"}},
    {"format", {"deb"}},
    {"architectures", {"amd64", "arm64", "s390x"}},
    {"components", {"main", "contrib"}},
    {"component", {"main", "contrib"}},
    {"compression", {}},
};
const Known known_of_rpm = {
    {"distro", {"rpm"}}, {"format", {"rpm"}}, {"architectures", {"x86_64", "aarch64", "s390x"}},
    {"components", {}},  {"component", {}},   {"compression", {"gz", "zst"}},
};
/// Left out is what refuses most requests: keys of others, what is set once, revisions and cursors of before.
const Known known_everywhere = {
    {"force", {"true"}},
    {"dry_run", {"false"}},
    {"distros.name", {"deb", "rpm", "made-new"}},
    {"channels.name", names_of_channels},
    {"base", names_of_channels},
    {"promote_from", names_of_channels},
    {"against", names_of_channels},
    {"packages.name", {"seed", "p0", "p1", "p2", "p3"}},
    {"packages.version", {"1", "2"}},
    {"packages.architecture", {"all", "amd64", "noarch"}},
    {"name", {"p0", "p1", "p2", "p3", "p4"}},
    {"algorithm", {"ed25519"}},
    {"pattern", {"branch-*"}},
    {"ttl", {"1d", "12h"}},
    {"scopes", {"read:main"}},
    {"expires_in", {"1d"}},
    {"armored", {}},
    {"passphrase", {}},
    {"origin", {}},
    {"expect_active", {}},
    {"expect_from_revision", {}},
    {"cursor", {}},
};

TestApi::Options without_a_share() {
    TestApi::Options options;
    options.limits.requests_per_second = 1'000'000;
    return options;
}

bool changes_something(const Operation& operation) { return operation.method != Method::get; }

bool is_about_content(const Operation& operation) {
    return operation.access == Access::upload || operation.access == Access::change_content ||
           operation.access == Access::change_some;
}

}  // namespace

bool Sender::may(const std::string& channel) const { return is_covered(channel, may_change); }

WatchedChannels::WatchedChannels(std::uint64_t seed)
    : api_(without_a_share()), requests_(seed), administrator_(api_.secret()) {
    add_sender("nobody", "", {});
    add_sender("a guess", "slw_" + std::string(40, 'x'), {});
    const auto revoked = api_.post("/api/v1/tokens", R"({"name":"revoked","scopes":["admin:*"],"expires_in":"never"})");
    EXPECT_EQ(api_.del("/api/v1/tokens/" + member(revoked, "id")).status, 204U);
    add_sender("a revoked admin:*", member(revoked, "secret"), {});
    add_sender("an expired admin:*", make_token("admin:*", "1h"), {});
    api_.clock().advance(std::chrono::hours(2));
    for (const auto& [scopes, may_change] : rights_of_tokens)
        add_sender(scopes, make_token(scopes, "never"), may_change);
}

void WatchedChannels::add_sender(const std::string& name, const std::string& secret,
                                 std::vector<std::string> may_change) {
    senders_.push_back({name, secret, std::move(may_change)});
}

std::string WatchedChannels::make_token(const std::string& scopes, const std::string& lifetime) {
    std::vector<std::string> list;
    for (const auto scope : split(scopes, ' ')) list.emplace_back(scope);
    const auto made = api_.post(
        "/api/v1/tokens", Json::object({{"name", "some token"}, {"scopes", list}, {"expires_in", lifetime}}).text());
    EXPECT_EQ(made.status, 201U) << body_of(made);
    return member(made, "secret");
}

const Operation& WatchedChannels::any_operation() {
    while (true) {
        const auto& operation = requests_.one_of(all_operations());
        if (is_about_content(operation) || requests_.below(4) == 0) return operation;
    }
}

void WatchedChannels::restore() {
    for (const auto* repository : {"main", "other"}) restore_repository(repository);
    for (const auto& channel : lasting_channels) restore_channel(channel);
    const auto made = api_.post("/api/v1/tokens", R"({"name":"spare","scopes":["read:main"]})");
    spare_token_ = member(made, "id");
    before_ = fingerprints_.take();
    told_.clear();
}

/// What exists keeps its settings where its packages need them.
void WatchedChannels::restore_repository(const std::string& repository) {
    const auto url = url_of_repository(repository);
    const std::string rule = repository == "main" ? R"({"pattern":"branch-*","base":"stable","ttl":"1d"})" : "null";
    const auto made = api_.put(url, R"({"distros":[{"name":"deb","format":"deb","components":["main","contrib"]},)"
                                    R"({"name":"rpm","format":"rpm"}],)"
                                    R"("channels":[{"name":"dev"},{"name":"stable"}],"ephemeral":)" +
                                        rule + "}");
    EXPECT_LT(made.status, 300U) << body_of(made);
    api_.patch(url + "/distros/deb", R"({"components":["main","contrib"],"default":true})");
    api_.patch(url + "/distros/rpm", R"({"default":true})");
    if (body_of(api_.get(url + "/keys")).find(R"("state":"standby")") != std::string::npos) return;
    const auto key = api_.post(url + "/keys", R"({"algorithm":"ed25519"})");
    EXPECT_EQ(key.status, 201U) << body_of(key);
}

void WatchedChannels::restore_channel(const std::string& channel) {
    const auto url = url_of_channel(channel);
    const auto set = api_.put(url, R"({"immutable_versions":false})");
    EXPECT_EQ(set.status, 200U) << body_of(set);
    for (const auto* distro : {"deb", "rpm"}) restore_package(url, distro);

    const auto [repository, name] = parts_of(channel);
    const auto pins = url_of_repository(repository) + "/pins";
    const auto revision = member(api_.get(url), "revision");
    api_.del(pins + "/keep-" + name);
    const auto pinned = api_.post(
        pins,
        Json::object({{"name", "keep-" + name}, {"channel", name}, {"revision", Json::rendered(revision)}}).text());
    EXPECT_EQ(pinned.status, 201U) << body_of(pinned);
}

void WatchedChannels::restore_package(const std::string& channel_url, const std::string& distro) {
    if (!member(api_.get(channel_url + "/packages?distro=" + distro), "sha256").empty()) return;
    const auto version = std::to_string(++version_);
    const auto bytes = distro == "deb" ? a_deb("seed").version(version).architecture("all").build()
                                       : an_rpm("seed").version(version).architecture("noarch").bytes();
    const auto uploaded = api_.put(channel_url + "/packages/seed." + distro + "?distro=" + distro, bytes);
    EXPECT_EQ(uploaded.status, 201U) << body_of(uploaded);
}

/// Those that sign, or will. What a revoked key had signed would be signed anew some time later.
std::vector<std::string> WatchedChannels::usable_keys(const std::string& repository) {
    const auto& keys = told(url_of_repository(repository) + "/keys");
    const auto states = all_members(keys, "state");
    std::vector<std::string> usable;
    for (std::size_t i = 0; const auto& fingerprint : all_members(keys, "fingerprint"))
        if (const auto& state = states.at(i++); state == "standby" || state == "active") usable.push_back(fingerprint);
    return usable;
}

std::vector<std::string> WatchedChannels::packages_in(const std::string& channel) {
    return all_members(told(url_of_channel(channel) + "/packages?limit=1000"), "sha256");
}

const Response& WatchedChannels::told(const std::string& target) {
    const auto known = told_.find(target);
    return known != told_.end() ? known->second : told_.emplace(target, api_.get(target)).first->second;
}

Known WatchedChannels::known_about(const std::string& channel) {
    const auto [repository, name] = parts_of(channel);
    auto packages = packages_in(channel);
    if (packages.empty()) packages.push_back(std::string(64, '0'));
    const auto& source = requests_.one_of(names_of_channels);
    auto moved = packages_in(repository + "/" + source);
    moved.insert(moved.end(), packages.begin(), packages.end());
    auto revision = member(told(url_of_channel(channel)), "revision");
    if (revision.empty()) revision = "1";  // there is no such channel

    auto known = requests_.below(2) == 0 ? known_of_deb : known_of_rpm;
    known.insert(known_everywhere.begin(), known_everywhere.end());
    for (const auto* called : {"repo", "repository", "confirm"}) known[called] = {repository};
    for (const auto* called : {"channel", "to"}) known[called] = {name};
    for (const auto* called : {"sha256", "package"}) known[called] = packages;
    known["from"] = {source};
    known["packages"] = moved;
    known["pin"] = {"keep-" + name, "p0", "p1"};
    known["revision"] = {"1", revision};
    known["expect_revision"] = {revision};
    known["fingerprint"] = usable_keys(repository);
    known["id"] = {spare_token_};
    return known;
}

/// The status of the answer.
unsigned WatchedChannels::ask(const Operation& operation, const Sender& sender, const std::string& channel) {
    const auto request = requests_.make(operation, known_about(channel));
    api_.clock().advance(std::chrono::seconds(requests_.below(3)));
    api_.use_token(sender.secret);
    const auto answer = api_.send(request.method, request.target, request.body, request.fields);
    api_.use_token(administrator_);
    asked_.push_back(fmt::format("{}: {} {}: {}", sender.name, operation.id, request.text, answer.status));
    if (answer.status < 300) {
        carried_out_.insert(std::string(operation.id));
        told_.clear();
    }
    return answer.status;
}

void WatchedChannels::ask_about_any(const Operation& operation, const Sender& sender) {
    ask(operation, sender, requests_.one_of(every_channel));
}

void WatchedChannels::ask_about_own(const Operation& operation, const Sender& sender) {
    constexpr int most_attempts = 25;
    std::vector<std::string> own;
    for (const auto& channel : every_channel)
        if (sender.may(channel)) own.push_back(channel);
    if (own.empty()) return;
    for (int i = 0; i < most_attempts; ++i) {
        const auto status = ask(operation, sender, requests_.one_of(own));
        if (status < 300 || status == 401 || status == 403) return;
    }
}

void WatchedChannels::let_expire() {
    api_.clock().advance(std::chrono::hours(25));
    api_.publisher().expire_channels();
    told_.clear();
    asked_.emplace_back("a day passed");
}

std::string WatchedChannels::changed_beyond(const std::vector<std::string>& patterns) {
    const auto was = std::exchange(before_, fingerprints_.take());
    told_.clear();  // the server may have done something of its own
    auto differences = differences_beyond(patterns, was, before_);
    if (!differences.empty()) differences += "after\n" + join(asked_, "\n");
    asked_.clear();
    return differences;
}

std::vector<std::string> WatchedChannels::never_carried_out() const {
    std::vector<std::string> never;
    for (const auto& operation : all_operations())
        if (changes_something(operation) && !carried_out_.contains(std::string(operation.id)))
            never.emplace_back(operation.id);
    return never;
}

std::string WatchedChannels::revisions_without_a_cause() {
    const auto tree = api_.publisher().current();
    const auto tx = MUST(api_.catalog().read());
    std::string text;
    for (const auto& [repository, published] : tree->repositories)
        for (const auto& [name, channel] : published->state.channels)
            for (const auto& revision :
                 MUST(storage::revisions_before(tx, channel.settings.id, std::nullopt, 100'000))) {
                const bool complete = !revision.changes.empty() && !revision.changes[0].actor.empty() &&
                                      MUST(storage::has_event(tx, revision.changes[0].event));
                if (!complete)
                    text += repository + "/" + name + " revision " + std::to_string(revision.number) + " has none\n";
            }
    return text;
}

}  // namespace slipway::api
