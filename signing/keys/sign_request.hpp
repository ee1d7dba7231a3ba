#pragma once

#include <string>
#include <vector>

namespace slipway::signing {

enum class SignatureForm : unsigned char { clear, detached_armored, detached_binary };

/// What is to be signed, by which keys of which repository: one signature packet per key, in this order.
struct SignRequest {
    std::string repository;
    std::vector<std::string> keys;  // fingerprints, upper-case hex
    std::string data;
    SignatureForm form = SignatureForm::clear;
};

}  // namespace slipway::signing
