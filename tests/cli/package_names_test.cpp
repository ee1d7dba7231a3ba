#include "cli/package_names.hpp"

#include "cli/exit_codes.hpp"
#include "tests/cli/fake_server.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const ChannelRef dev{"main", "dev"};
const std::string digest(64, 'a');

TEST(PackageNames, AreTheirOwnDigestsWhenTheyAreOnes) {
    FakeServer server({});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {digest})), ElementsAre(digest));
    EXPECT_THAT(server.requests, IsEmpty());
}

TEST(PackageNames, MeanThePackageInEveryDistroAndArchitecture) {
    FakeServer server({answered(200, R"({"packages":[
        {"name":"hello","version":"1.0","architecture":"amd64","distro":"deb","sha256":"d1"},
        {"name":"hello","version":"1.0","architecture":"arm64","distro":"deb","sha256":"d2"},
        {"name":"hello","version":"1.0-1","architecture":"x86_64","distro":"rpm","sha256":"d3"}],"next":null})")});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"hello"})), ElementsAre("d1", "d2", "d3"));
    EXPECT_THAT(server.requests[0].target, HasSubstr("/main/channels/dev/packages?name=hello"));
}

/// What main/dev has of hello.
const char* const hello_versions = R"({"packages":[
    {"name":"hello","version":"1:1.0","architecture":"amd64","distro":"deb","sha256":"d1"},
    {"name":"hello","version":"1:1.0","architecture":"arm64","distro":"deb","sha256":"d2"},
    {"name":"hello","version":"2.0","architecture":"amd64","distro":"deb","sha256":"d3"}],"next":null})";

TEST(PackageNames, WithAVersionMeanThatOneInEveryArchitecture) {
    FakeServer server({answered(200, hello_versions), answered(200, hello_versions)});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"hello=1:1.0"})), ElementsAre("d1", "d2"));
    EXPECT_THAT(MUST(find_packages(client, dev, {"hello=2.0"})), ElementsAre("d3"));
    EXPECT_THAT(server.requests[0].target, HasSubstr("?name=hello&limit"));
}

TEST(PackageNames, WithAnArchitectureMeanOne) {
    FakeServer server({answered(200, hello_versions), answered(200, hello_versions)});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"hello=1:1.0:arm64"})), ElementsAre("d2"));
    EXPECT_THAT(MUST(find_packages(client, dev, {"hello=2.0:amd64"})), ElementsAre("d3"));
}

TEST(PackageNames, OfOneDistroAreEachNamedOnce) {
    FakeServer server({answered(200, R"({"packages":[{"sha256":"d1"},{"sha256":"d1"}],"next":null})")});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"hello", digest, digest}, "bookworm")), ElementsAre("d1", digest));
    EXPECT_THAT(server.requests[0].target, HasSubstr("?name=hello&distro=bookworm&"));
}

/// That nothing was found because too much is possible, and that these are the choices.
template <class Found>
void expect_choices(const Found& found, int code, const std::vector<std::string>& choices) {
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(exit_code_of(found.error()), code);
    for (const auto& choice : choices) EXPECT_THAT(found.error().message(), HasSubstr("\n  " + choice));
}

TEST(PackageNames, WithSeveralVersionsShowTheChoices) {
    FakeServer server({answered(200, hello_versions), answered(200, hello_versions)});
    Client client(server, {});

    expect_choices(find_packages(client, dev, {"hello"}), exit_code::usage,
                   {"hello=1:1.0:amd64 (deb)  d1", "hello=1:1.0:arm64 (deb)  d2", "hello=2.0:amd64 (deb)  d3"});
    expect_choices(find_packages(client, dev, {"hello=3.0"}), exit_code::no_input, {"hello=2.0:amd64 (deb)"});
}

/// What main/dev has, to a question for a name and to one for everything.
std::deque<Outcome> two_digests() {
    return {answered(200, R"({"packages":[],"next":null})"), answered(200, R"({"packages":[
        {"name":"hello","version":"1.0","architecture":"all","distro":"deb","sha256":"0123456789ab"},
        {"name":"hello","version":"1.0","architecture":"all","distro":"jammy","sha256":"0123456789ab"},
        {"name":"other","version":"2.0","architecture":"all","distro":"deb","sha256":"01234567ffff"}],"next":null})")};
}

TEST(PackageNames, AreAlsoTheBeginningOfADigest) {
    FakeServer server(two_digests());
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"0123456789"})), ElementsAre("0123456789ab"));
}

TEST(PackageNames, ThatBeginSeveralDigestsShowTheChoices) {
    FakeServer server(two_digests());
    Client client(server, {});

    expect_choices(find_packages(client, dev, {"01234567"}), exit_code::usage,
                   {"hello=1.0:all (deb)  0123456789ab", "other=2.0:all (deb)  01234567ffff"});
}

TEST(PackageNames, AreNamesBeforeTheyAreDigests) {
    FakeServer server({answered(200, R"({"packages":[{"name":"deadbeef","sha256":"d1"}],"next":null})")});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"deadbeef"})), ElementsAre("d1"));
}

TEST(PackageNames, AreTooShortForADigestBelowEightDigits) {
    FakeServer server({answered(200, R"({"packages":[],"next":null})")});
    Client client(server, {});

    const auto found = find_packages(client, dev, {"0123456"});

    EXPECT_FAULT(found, Fault::not_found);
    EXPECT_THAT(found.error().message(), HasSubstr("at least 8 digits"));
}

TEST(PackageNames, OfARepositoryMeanOnePackageInWhateverChannel) {
    FakeServer server({answered(200, R"({"packages":[
        {"name":"hello","version":"1.0","architecture":"all","sha256":"d1","channels":["dev"]}],"next":null})"),
                       answered(200, hello_versions)});
    Client client(server, {});

    EXPECT_EQ(MUST(find_package(client, "main", digest)), digest);
    EXPECT_EQ(MUST(find_package(client, "main", "hello=1.0")), "d1");
    EXPECT_THAT(server.requests[0].target, HasSubstr("/repositories/main/packages?name=hello&"));
    expect_choices(find_package(client, "main", "hello=1:1.0"), exit_code::usage, {"hello=1:1.0:arm64 (deb)  d2"});
}

TEST(PackageNames, OfAWholeDigestAskForThePackageItself) {
    FakeServer server({answered(200, R"({"name":"hello","version":"1.0","sha256":"d1","size":9,"channels":[
        {"channel":"stable","distro":"deb","url":"http://s/stable.deb"},
        {"channel":"dev","distro":"deb","path":"/main/dev.deb","url":"http://s/dev.deb"}]})")});
    Client client(server, {});

    const auto found = MUST(find_in_channel(client, dev, digest));

    ASSERT_THAT(found, ::testing::SizeIs(1));
    EXPECT_EQ(found[0].url, "http://s/dev.deb");
    EXPECT_EQ(found[0].size, 9U);
    EXPECT_EQ(server.requests[0].target, "/api/v1/repositories/main/packages/" + digest);
}

TEST(PackageNames, UnknownToTheChannelAreNotFound) {
    FakeServer server({answered(200, R"({"packages":[],"next":null})")});
    Client client(server, {});

    EXPECT_FAULT(find_packages(client, dev, {"nothing"}), Fault::not_found);
}

}  // namespace
}  // namespace slipway::cli
