#include "storage/postgresql/database_url.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::storage {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(DatabaseUrl, IsNamedWithoutUserAndPassword) {
    const auto url =
        MUST(read_database_url("postgresql://slipway:secret@db.example.com:5433/packages?sslmode=require"));

    EXPECT_EQ(url.name, "postgresql://db.example.com:5433/packages");
    EXPECT_THAT(url.ports, ElementsAre(5433));
}

TEST(DatabaseUrl, MayNameSeveralHosts) {
    const auto own_ports = MUST(read_database_url("postgresql://a:5433,b:5434/packages"));
    const auto no_ports = MUST(read_database_url("postgresql://a,b/packages"));

    EXPECT_EQ(own_ports.name, "postgresql://a:5433,b:5434/packages");
    EXPECT_THAT(own_ports.ports, ElementsAre(5433, 5434));
    EXPECT_EQ(no_ports.name, "postgresql://a:5432,b:5432/packages");
}

TEST(DatabaseUrl, NeedsNoPortWhereItIsAUnixSocket) {
    EXPECT_THAT(MUST(read_database_url("postgresql:///packages?host=/run/postgresql")).ports, IsEmpty());
    EXPECT_THAT(MUST(read_database_url("postgresql://%2Frun%2Fpostgresql/packages")).ports, IsEmpty());
}

TEST(DatabaseUrl, TellsWhichFilesAreReadWithIt) {
    const auto url =
        MUST(read_database_url("postgresql://db/packages?sslrootcert=/tls/ca.pem&sslcert=/tls/me.pem&passfile=/p"));

    EXPECT_THAT(url.files, Contains(Path("/tls/ca.pem")));
    EXPECT_THAT(url.files, Contains(Path("/tls/me.pem")));
    EXPECT_THAT(url.files, Contains(Path("/p")));
}

TEST(DatabaseUrl, IsRefusedWithoutRepeatingIt) {
    const auto refused = read_database_url("postgresql://slipway:sec%zzret@db/packages");

    EXPECT_FAULT(refused, Fault::unsupported);
    EXPECT_THAT(refused.error().message(), Not(HasSubstr("zz")));
    EXPECT_FAULT(read_database_url("postgresql://db/packages?colour=blue"), Fault::unsupported);
}

}  // namespace
}  // namespace slipway::storage
