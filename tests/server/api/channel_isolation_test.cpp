// No request with a token that cannot change a channel ever changes a byte, a revision or an event below it. Shown by
// random histories: every request is sent with a token of one channel, and all other channels are compared with what
// they were, to the byte. The seed and the number of steps are given by SLIPWAY_ISOLATION_SEED and
// SLIPWAY_ISOLATION_STEPS.
#include "storage/catalog/events.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <cstdlib>
#include <map>
#include <random>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const char* const value = std::getenv(name);
    return value == nullptr ? otherwise : std::stoull(value);
}

/// Everything that is served of a channel, and its number and events, as one text.
using Fingerprint = std::map<std::string, std::string>;

class RandomHistory {
public:
    explicit RandomHistory(std::uint64_t seed) : random_(seed), api_(with_ephemeral(30)) {
        const auto made = api_.put(main_url, R"({"distros":[
            {"name":"deb","format":"deb","components":["main","contrib"]},{"name":"rpm","format":"rpm"}],
            "channels":[{"name":"dev","immutable_versions":false},{"name":"stable"},
            {"name":"other","immutable_versions":false}],
            "ephemeral":{"pattern":"branch-*","base":"stable","ttl":"1d"}})");
        EXPECT_EQ(made.status, 201U) << body_of(made);
        for (const auto* channel : {"dev", "stable", "other", "branch-a", "branch-b"})
            tokens_[channel] =
                api_.make_token({"upload:main/" + std::string(channel), "promote:main/" + std::string(channel)});
        administrator_ = api_.secret();
    }

    /// One request of a token that may change one channel; what it was, for the message.
    std::string step() {
        const auto at = std::next(tokens_.begin(), below(tokens_.size()));
        holder_ = at->first;
        api_.use_token(at->second);
        api_.clock().advance(std::chrono::seconds(below(3)));
        const auto what = request();
        api_.use_token(administrator_);
        return holder_ + ": " + what;
    }
    const std::string& holder() const { return holder_; }

    /// One request of an administrator, who may change every channel.
    void administer() {
        const auto digest = a_digest();
        switch (below(4)) {
            case 0:
                api_.post(main_url + "/packages/" + digest + "/purge", R"({"reason":"x","release_version":true})");
                break;
            case 1: api_.patch(main_url + "/distros/deb", R"({"architectures":["amd64","arm64","s390x"]})"); break;
            case 2: api_.patch(main_url, R"({"description":")" + std::to_string(below(9)) + R"("})"); break;
            default: api_.patch(main_url + "/channels/other", R"({"promote_from":null})"); break;
        }
    }

    std::map<std::string, Fingerprint> all() {
        std::map<std::string, Fingerprint> found;
        const auto tree = api_.publisher().current();
        const auto* repository = tree->find("main");
        const auto tx = MUST(api_.catalog().read());
        for (const auto& [name, channel] : repository->state.channels)
            found[name] = fingerprint(tx, *repository, channel);
        return found;
    }

    /// How many of the requests were carried out.
    std::size_t carried_out() const { return carried_out_; }

    std::string revisions_without_a_cause() {
        const auto tree = api_.publisher().current();
        const auto tx = MUST(api_.catalog().read());
        std::string text;
        for (const auto& [name, channel] : tree->find("main")->state.channels)
            for (const auto& revision :
                 MUST(storage::revisions_before(tx, channel.settings.id, std::nullopt, 100'000))) {
                const bool complete = !revision.changes.empty() && !revision.changes[0].actor.empty() &&
                                      MUST(storage::has_event(tx, revision.changes[0].event));
                if (!complete) text += name + " revision " + std::to_string(revision.number) + " has no cause\n";
            }
        return text;
    }

private:
    static TestApi::Options with_ephemeral(std::size_t most) {
        TestApi::Options options;
        options.ephemeral_channels = most;
        return options;
    }

    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
    template <std::size_t n>
    std::string one_of(const char* const (&texts)[n]) {
        return texts[below(n)];
    }
    std::string a_channel() { return std::next(tokens_.begin(), below(tokens_.size()))->first; }
    std::string a_digest() { return digests_.empty() ? std::string(64, '0') : digests_[below(digests_.size())]; }

    /// Mostly of the holder's own channel; sometimes of another, which has to be refused.
    std::string request() {
        const auto channel = below(5) == 0 ? a_channel() : holder_;
        const auto url = main_url + "/channels/" + channel;
        switch (below(8)) {
            case 0: return said("remove", api_.del(url + "/packages/" + a_digest()));
            case 1: return promote(channel, "");
            case 2: return promote(channel, R"(,"packages":[")" + a_digest() + "\"]");
            case 3:
                return said("rollback",
                            api_.post(url + "/rollback", R"({"revision":)" + std::to_string(1 + below(8)) + "}"));
            case 4:
                return said("pin",
                            api_.post(main_url + "/pins", R"({"name":"p)" + std::to_string(below(5)) +
                                                              R"(","channel":")" + channel + R"(","revision":1})"));
            case 5: return said("settings", api_.put(url, R"({"immutable_versions":false,"keep":{"versions":1}})"));
            default: return upload(channel);
        }
    }

    std::string upload(const std::string& channel) {
        static constexpr const char* debs[] = {"amd64", "all", "all", "riscv64", "s390x", "i386", "bogus", "aarch64"};
        static constexpr const char* rpms[] = {"x86_64", "noarch", "noarch", "i686", "riscv64", "src", "arm64"};
        const auto name = "p" + std::to_string(below(4));
        const auto version = std::to_string(1 + below(3));
        const auto salt = std::to_string(below(2));
        const bool deb = below(2) == 0;
        const auto architecture = deb ? one_of(debs) : one_of(rpms);
        const auto bytes = deb ? a_deb(name).version(version).architecture(architecture).field("X-Salt", salt).build()
                               : an_rpm(name).version(version).architecture(architecture).summary(salt).bytes();
        const auto component = deb && below(3) == 0 ? "?component=contrib" : "";
        const auto answer = api_.upload(name + (deb ? ".deb" : ".rpm") + component, bytes, channel);
        if (answer.status == 201) digests_.push_back(member(answer, "sha256"));
        return said("upload of " + name + " " + architecture + " to " + channel, answer);
    }

    std::string promote(const std::string& to, const std::string& packages) {
        const auto from = a_channel();
        return said(
            "promotion from " + from + " to " + to + packages,
            api_.post(main_url + "/promotions", R"({"from":")" + from + R"(","to":")" + to + "\"" + packages + "}"));
    }

    std::string said(const std::string& what, const Response& answer) {
        if (answer.status < 300) ++carried_out_;
        return what + ": " + std::to_string(answer.status);
    }

    static Fingerprint fingerprint(const storage::ReadTransaction& tx,
                                   const publishing::PublishedRepository& repository,
                                   const publishing::ChannelState& channel) {
        const auto& name = channel.settings.name;
        Fingerprint found{{"revision", std::to_string(channel.revision)},
                          {"root", channel.root.hex()},
                          {"count", std::to_string(channel.package_count)},
                          {"updated", iso_date(channel.updated_at)},
                          {"dated", iso_date(channel.last_date)},
                          {"policy", std::to_string(channel.settings.immutable_versions)}};
        for (const auto& [distro, channels] : repository.files) {
            for (const auto& [path, file] : channels.at(name)->files)
                if (file.replaced_at == Seconds{} && path != "Release.gpg")  // it comes a moment after its Release
                    found[distro + "/" + path] = file.etag + iso_date(file.last_modified);
            for (const auto& [basearch, generations] : channels.at(name)->repomds)
                found[distro + "/" + basearch] = generations.back().repomd.etag + generations.back().signature.etag;
        }
        std::size_t events = 0;
        for (const auto& event : MUST(storage::events(tx, {.limit = 1'000'000})))
            if (event.channel == name && event.action != "access.refuse")
                ++events;  // written some time after the refusal
        found["events"] = std::to_string(events);
        return found;
    }

    std::mt19937_64 random_;
    TestApi api_;
    std::map<std::string, std::string> tokens_;
    std::string administrator_;
    std::string holder_;
    std::vector<std::string> digests_;
    std::size_t carried_out_ = 0;
};

void expect_others_unchanged(RandomHistory& history, std::uint64_t steps) {
    auto before = history.all();
    for (std::uint64_t i = 0; i < steps; ++i) {
        if (i % 9 == 8) {
            history.administer();
            before = history.all();
        }
        const auto what = history.step();
        auto after = history.all();
        for (const auto& [name, fingerprint] : before) {
            if (name == history.holder()) continue;
            ASSERT_EQ(after[name], fingerprint) << name << " after step " << i << ", " << what;
        }
        before = std::move(after);
    }
}

TEST(ChannelIsolation, HoldsOverRandomHistories) {
    const auto seed = setting("SLIPWAY_ISOLATION_SEED", 20261129);
    const auto steps = setting("SLIPWAY_ISOLATION_STEPS", 120);
    SCOPED_TRACE("SLIPWAY_ISOLATION_SEED=" + std::to_string(seed));
    RandomHistory history(seed);

    expect_others_unchanged(history, steps);

    EXPECT_GT(history.carried_out(), 0U);
    EXPECT_EQ(history.revisions_without_a_cause(), "");
}

}  // namespace
}  // namespace slipway::api
