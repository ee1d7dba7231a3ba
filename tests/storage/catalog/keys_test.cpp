#include "storage/catalog/keys.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::at;
using testing::RowTest;

class Keys : public RowTest {};

TEST_F(Keys, ComeBackInOrderAndChangeTheirState) {
    auto tx = write();
    const KeyRow key{.repository = main.id, .fingerprint = "ABCD", .state = KeyState::standby, .expires_at = at(5)};
    MUST(insert_key(tx, key));
    EXPECT_FAULT(insert_key(tx, key), Fault::conflict);

    MUST(set_key_state(tx, main.id, "ABCD", KeyState::active));

    EXPECT_EQ(MUST(keys_of(tx, main.id)).at(0).state, KeyState::active);
    EXPECT_EQ(MUST(keys_of(tx, main.id)).at(0).expires_at, at(5));
    EXPECT_FAULT(set_key_state(tx, main.id, "FFFF", KeyState::active), Fault::not_found);
}

}  // namespace
}  // namespace slipway::storage
