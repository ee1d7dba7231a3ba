// repomd.xml and its signature at a node of a cluster, where what a client got from another node counts.
#include "storage/catalog/publications.hpp"
#include "storage/catalog/repositories.hpp"
#include "tests/server/api/test_api.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

/// What the other nodes say. Nothing: they cannot be asked.
class ToldPairs final : public publishing::SharedPairs {
public:
    std::optional<std::int64_t> choose(const Wanted& wanted) override {
        asked.push_back(wanted);
        return answer;
    }

    std::optional<std::int64_t> answer;
    std::vector<Wanted> asked;
};

class RepomdAcrossNodes : public ::testing::Test {
protected:
    RepomdAcrossNodes() {
        api_.make_main();
        for (const auto* version : {"1.0", "2.0"}) {
            const auto uploaded = api_.upload("hello.rpm", testing::an_rpm("hello").version(version).bytes());
            EXPECT_EQ(uploaded.status, 201U) << body_of(uploaded);
        }
        pairs_.answer.reset();
        newest_ = body_of(api_.get(signature));
        generation_ = pairs_.asked.back().newest;
    }
    static TestApi::Options options(ToldPairs& pairs) {
        TestApi::Options options;
        options.nodes.pairs = &pairs;
        return options;
    }
    /// Another node publishes: the catalog has a generation more than this node serves.
    void publish_beside(const std::string& text) {
        auto tx = MUST(api_.catalog().write());
        const auto main = MUST(storage::all_repositories(tx)).at(0);
        for (auto& row : MUST(storage::entry_points(tx, main.channels.at(0).id))) {
            if (row.architecture != "x86_64") continue;
            row.generation = generation_ + 1;
            row.signed_content = text;
            MUST(storage::save_entry_point(tx, row));
        }
        MUST(std::move(tx).commit());
    }

    static constexpr const char* signature = "/main/rpm/dev/x86_64/repodata/repomd.xml.asc";
    ToldPairs pairs_;
    TestApi api_{options(pairs_)};
    std::string newest_;
    std::int64_t generation_ = 0;
};

TEST_F(RepomdAcrossNodes, ComeFromTheGenerationThatAnotherNodeHasBegun) {
    pairs_.answer = generation_ - 1;
    const auto older = api_.get(signature);
    pairs_.answer = generation_;

    EXPECT_EQ(older.status, 200U);
    EXPECT_NE(body_of(older), newest_);
    EXPECT_EQ(body_of(api_.get(signature)), newest_);
}

TEST_F(RepomdAcrossNodes, ComeFromTheCatalogIfThisNodeDoesNotServeThatGenerationYet) {
    publish_beside("of the other node");
    pairs_.answer = generation_ + 1;

    EXPECT_EQ(body_of(api_.get(signature)), "of the other node");
}

TEST_F(RepomdAcrossNodes, AreTheNewestHereIfNobodyHasThatGenerationAnyMore) {
    pairs_.answer = generation_ + 5;

    EXPECT_EQ(body_of(api_.get(signature)), newest_);
}

TEST_F(RepomdAcrossNodes, AreChosenHereWhileNobodyCanBeAsked) {
    EXPECT_EQ(body_of(api_.get(signature)), newest_);
    EXPECT_TRUE(pairs_.asked.back().is_signature);
}

TEST_F(RepomdAcrossNodes, AreNotChosenOnTheThreadOfAConnection) {
    EXPECT_FALSE(api_.at_once(signature).has_value());
    EXPECT_EQ(api_.lane_of(signature), http::Work::fetching);
}

}  // namespace
}  // namespace slipway::api
