#pragma once

#include "base/clock.hpp"
#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

struct KeyRow {
    RowId id = 0;  // order of creation
    RowId repository = 0;
    std::string fingerprint{};  // 40 upper-case hex digits
    KeyState state{};
    std::string algorithm{};  // rsa3072 rsa4096 ed25519 …
    std::string armored{};    // public key
    Seconds created_at{};
    std::optional<Seconds> expires_at{};
};
Result<std::vector<KeyRow>> keys_of(const ReadTransaction& tx, RowId repository);  // in order of creation
Result<RowId> insert_key(WriteTransaction& tx, const KeyRow& key);                 // conflict: fingerprint exists
Result<> set_key_state(WriteTransaction& tx, RowId repository, const std::string& fingerprint, KeyState state);

}  // namespace slipway::storage
