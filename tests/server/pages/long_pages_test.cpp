// Pages of what there is very much of are shown page by page.
#include "tests/server/pages/site.hpp"
#include "tests/support/sample_repository.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace slipway::server {
namespace {

using slipway::testing::a_repository;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(IndexPage, ShowsManyRepositoriesPageByPage) {
    Site site(a_repository());
    for (int i = 100; i < 250; ++i)
        site.tree.repositories.emplace(fmt::format("repo{}", i), site.tree.repositories.begin()->second);
    const auto first = site.index();
    site.after = "repo198";
    const auto second = site.index();
    site.after = "zzz";

    EXPECT_THAT(first, AllOf(HasSubstr("151 signed repositories"), HasSubstr(">acme</a>"), HasSubstr(">repo198</a>"),
                             Not(HasSubstr(">repo199</a>")), HasSubstr("<a href=\"?after=repo198\">Next page</a>")));
    EXPECT_THAT(second, AllOf(Not(HasSubstr(">repo198</a>")), HasSubstr(">repo199</a>"), HasSubstr(">repo249</a>"),
                              Not(HasSubstr("Next page"))));
    EXPECT_THAT(site.index(), HasSubstr("No more repositories."));
}

/// With the channels c00, c01 … behind dev and stable, whose ids are 11 and 12.
publishing::RepositoryState a_repository_of_channels(int count) {
    auto repository = a_repository();
    for (int i = 0; i < count; ++i) {
        auto channel = repository.channels.at("stable");
        channel.settings.name = fmt::format("c{:02}", i);
        channel.settings.id = 13 + i;
        repository.settings.channels.push_back(channel.settings);
        repository.channels.emplace(channel.settings.name, channel);
    }
    return repository;
}

TEST(RepositoryPage, ShowsManyChannelsPageByPage) {
    Site site(a_repository_of_channels(30));
    const auto first = site.repository();
    site.after = "30";
    const auto second = site.repository();

    EXPECT_THAT(first, AllOf(HasSubstr("/channels/dev/\">dev</a>"), HasSubstr("/c17.sh"), Not(HasSubstr("/c18.sh")),
                             Not(HasSubstr(">c18</a>")), HasSubstr("<a href=\"?after=30\">Next page of channels</a>")));
    EXPECT_THAT(second, AllOf(Not(HasSubstr(">c17</a>")), HasSubstr(">c18</a>"), HasSubstr("/c29.sh"),
                              Not(HasSubstr("Next page")), HasSubstr("/channels/dev/packages/")));
}

TEST(IndexPage, NamesTheFirstChannelsAndCountsTheOthers) {
    Site site(a_repository_of_channels(30));
    EXPECT_THAT(site.index(), Not(HasSubstr(">c18</a>")));

    for (const auto* name : {"one", "two", "three", "four"})
        site.tree.repositories.emplace(name, site.tree.repositories.begin()->second);

    EXPECT_THAT(site.index(), HasSubstr("<td>dev, stable, c00, c01, c02, c03, c04, c05, c06, c07 and 22 more</td>"));
}

}  // namespace
}  // namespace slipway::server
