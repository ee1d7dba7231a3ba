// A server that moves is started neither where it was nor where it is not whole yet.
#include "storage/identity/move_marks.hpp"
#include "storage/identity/stores.hpp"
#include "tests/storage/identity/places_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::CatalogIn;
using testing::FilesIn;
using ::testing::HasSubstr;
using testing::ServerPlaces;

class MovedServer : public ::testing::TestWithParam<CatalogIn> {
protected:
    MovedServer() {
        id_ = server_.begin();
        server_.upload();
    }
    void mark(Result<> (*mark)(Catalog&, const std::string&), const std::string& value) {
        MUST(mark(*MUST(server_.places().catalog.open(OpenMode::as_it_is)), value));
    }
    void expect_refused_by_commands(const std::string& what) {
        const auto refused = check_own_directory(server_.files, server_.places());
        EXPECT_FAULT(refused, Fault::unsupported);
        EXPECT_THAT(refused.error().message(), HasSubstr(what));
        EXPECT_FAULT(check_own_catalog(server_.files, server_.places().catalog), Fault::unsupported);
    }

    ServerPlaces server_{GetParam(), FilesIn::directory};
    std::string id_;
};

TEST_P(MovedServer, IsNotStartedWhereItWas) {
    mark(mark_moved, "/srv/new");

    for (const auto consent : {Consent::begin_in_empty, Consent::move_aside, Consent::rebuild})
        server_.expect_refused("was moved, or is being moved, to /srv/new", consent);
    expect_refused_by_commands("to /srv/new");
}

TEST_P(MovedServer, IsSeenByWhoMovesIt) {
    mark(mark_moved, "/srv/new");

    MUST(check_own_directory(server_.files, server_.places(), MovedAway::accept));
}

TEST_P(MovedServer, IsTakenUpAgainByAnIdOfItsOwn) {
    mark(mark_moved, "/srv/new");

    const auto own = MUST(server_.start(Consent::adopt));

    EXPECT_NE(own.id, id_) << "the other one has that";
    EXPECT_EQ(MUST(server_.start()).id, own.id);
}

TEST_P(MovedServer, IsNotStartedWhereItIsNotWholeYet) {
    mark(mark_incomplete, id_);

    for (const auto consent : {Consent::begin_in_empty, Consent::move_aside, Consent::rebuild, Consent::adopt})
        server_.expect_refused("was interrupted, and it is not whole", consent);
    expect_refused_by_commands("is not whole");
    EXPECT_FAULT(check_own_directory(server_.files, server_.places(), MovedAway::accept), Fault::unsupported);
}

TEST_P(MovedServer, IsStartedOnceItIsWhole) {
    mark(mark_incomplete, id_);
    MUST(remove_move_marks(*MUST(server_.places().catalog.open(OpenMode::as_it_is))));

    EXPECT_EQ(MUST(server_.start()).id, id_);
}

TEST_P(MovedServer, DoesNotUseTheFilesThatItLeft) {
    MUST(disown_files(server_.files, server_.data()));

    server_.expect_refused("belongs to another directory");
}

INSTANTIATE_TEST_SUITE_P(Everywhere, MovedServer, ::testing::Values(CatalogIn::directory, CatalogIn::database));

}  // namespace
}  // namespace slipway::storage
