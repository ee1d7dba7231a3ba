#include "tests/support/postgresql_server.hpp"

#include <gmock/gmock.h>

#include <cstdio>

/// 77 says to ctest that nothing was tested.
int main(int count, char** arguments) {
    testing::InitGoogleMock(&count, arguments);
    if (slipway::testing::PostgresqlServer::programs()) return RUN_ALL_TESTS();
    std::puts("skipped: PostgreSQL is not installed (apt-get install postgresql)");
    return 77;
}
