#pragma once

#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <string>

namespace slipway::testing {

/// Repository `main` with channels `dev` (mutable), `staging` and `stable`, and small packages for them.
class StagingTest : public ::testing::Test {
protected:
    StagingTest() { slipway_.create_main({"dev", "staging", "stable"}); }

    Sha256 upload(const std::string& channel, const std::string& name, const std::string& version = "1.0",
                  const std::string& salt = "") {
        const auto deb = a_deb(name).version(version).field("X-Salt", salt + "x").build();
        MUST(slipway_.upload(channel, name + ".deb", deb));
        return sha256_of(deb);
    }
    std::uint64_t upload_rpm(const std::string& channel, const std::string& name) {
        MUST(slipway_.upload(channel, name + ".rpm", an_rpm(name).bytes()));
        return slipway_.channel(channel).package_count;
    }
    Sha256 root(const std::string& channel) const { return slipway_.channel(channel).root; }
    std::string packages(const std::string& channel) {
        return slipway_.served("deb", channel, "main/binary-amd64/Packages.gz");
    }
    const publishing::PublisherCounters& counters() { return slipway_.publisher().counters(); }

    PublisherFixture slipway_;
};

}  // namespace slipway::testing
