#pragma once

#include "server/api/routing/call.hpp"
#include "server/api/uploads/upload_slots.hpp"
#include "server/api/uploads/upload_space.hpp"

#include <memory>
#include <string>
#include <vector>

namespace slipway::api {

/// One upload from its first byte to its answer.
struct UploadJob {
    Services& services;
    publishing::Actor actor;
    std::shared_ptr<const publishing::PublishedRepository> repository;
    std::string channel;
    publishing::Destination destination;  // as the query says
    std::string provenance;
    http::BaseUrl base;
    std::shared_ptr<UploadSlot> place;
    UploadSpace::Reservation space;
    std::vector<publishing::ReceivedFile> files;
    std::vector<publishing::FileError> refused;  // what was wrong with files before they were looked into
    std::int64_t turn = 0;                       // the token's
};

/// Called when all files are here. Examines, stores and publishes them, and answers 201, 200 or what is wrong.
http::Reply publish(std::shared_ptr<UploadJob> job);

/// Makes the answer to a refused batch: the error of a single file, or an overview of several; always with `errors`.
http::Response refusal_of(const std::vector<publishing::FileError>& errors);

}  // namespace slipway::api
