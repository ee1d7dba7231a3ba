#pragma once

#include "signing/verifier.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

namespace slipway::testing {

/// `dev`: revision 2 has hello 1.0, revision 3 has 2.0 as well, both as deb; revision 4 has the rpm.
class SnapshotsFixture : public ::testing::Test {
protected:
    SnapshotsFixture() {
        slipway_.create_main();
        hello_ = upload("hello.deb", a_deb("hello").version("1.0").build());
        packages_of_revision_2_ = slipway_.served("deb", "dev", "main/binary-amd64/Packages.gz");
        slipway_.clock().advance(std::chrono::hours{1});
        upload("hello.deb", a_deb("hello").version("2.0").build());
        upload("hello.rpm", an_rpm("hello").bytes());
    }

    Sha256 upload(const std::string& name, const std::string& bytes) { return slipway_.publish("dev", name, bytes); }
    publishing::SnapshotKey key(std::int64_t revision, const std::string& distro = "deb") {
        const auto& state = slipway_.repository().state;
        return {state.channels.at("dev").settings.id, revision, state.find_distro(distro)->id};
    }
    /// Returns the snapshot that a request gets.
    Result<publishing::SharedSnapshot> snapshot(const publishing::SnapshotKey& wanted) {
        {
            const auto tx = TRY(slipway_.catalog().read());
            if (auto found = TRY(slipway_.publisher().find_snapshot(tx, slipway_.repository().state, wanted)))
                return found;
        }
        return answer_of<publishing::SharedSnapshot>(
            [&](auto done) { slipway_.publisher().render_snapshot(0, "main", wanted, std::move(done)); });
    }
    std::string file(const publishing::SnapshotKey& wanted, const std::string& path) {
        const auto found = MUST(snapshot(wanted));
        return text_of(found->files->files.at(path));
    }
    std::vector<std::string> signers_of_release(const publishing::SnapshotKey& wanted) {
        const auto keys = text_of(slipway_.repository().key_files.at("keys.asc"));
        return MUST(signing::verify(keys, "", file(wanted, "InRelease")));
    }
    const publishing::PublisherCounters& counters() { return slipway_.publisher().counters(); }

    PublisherFixture slipway_;
    Sha256 hello_;
    std::string packages_of_revision_2_;
};

}  // namespace slipway::testing
