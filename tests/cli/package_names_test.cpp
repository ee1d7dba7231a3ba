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

const ChannelPlace dev{"main", "dev"};
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

TEST(PackageNames, WithAVersionAskForThatOne) {
    FakeServer server({answered(200, R"({"packages":[{"sha256":"d1"}],"next":null})")});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"hello=1:2.0~rc1"})), ElementsAre("d1"));
    EXPECT_THAT(server.requests[0].target, HasSubstr("?name=hello&version=1%3A2.0~rc1&"));
}

TEST(PackageNames, OfOneDistroAreEachNamedOnce) {
    FakeServer server({answered(200, R"({"packages":[{"sha256":"d1"},{"sha256":"d1"}],"next":null})")});
    Client client(server, {});

    EXPECT_THAT(MUST(find_packages(client, dev, {"hello", digest, digest}, "bookworm")), ElementsAre("d1", digest));
    EXPECT_THAT(server.requests[0].target, HasSubstr("?name=hello&distro=bookworm&"));
}

TEST(PackageNames, WithSeveralVersionsAreRefusedWithoutOne) {
    FakeServer server({answered(200, R"({"packages":[
        {"name":"hello","version":"1.0","architecture":"all","distro":"deb","sha256":"d1"},
        {"name":"hello","version":"2.0","architecture":"all","distro":"deb","sha256":"d2"}],"next":null})")});
    Client client(server, {});

    const auto found = find_packages(client, dev, {"hello"});

    ASSERT_FALSE(found.ok());
    EXPECT_EQ(exit_code_of(found.error()), exit_code::usage);
    EXPECT_THAT(found.error().message(), HasSubstr("hello=2.0"));
}

TEST(PackageNames, UnknownToTheChannelAreNotFound) {
    FakeServer server({answered(200, R"({"packages":[],"next":null})")});
    Client client(server, {});

    EXPECT_FAULT(find_packages(client, dev, {"nothing"}), Fault::not_found);
}

}  // namespace
}  // namespace slipway::cli
