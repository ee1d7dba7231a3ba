#include "server/api/request_places.hpp"

#include "server/api/operations.hpp"

#include <gtest/gtest.h>

namespace slipway::api {
namespace {

http::Work work_at(std::string_view pattern, http::Method method) {
    for (const auto& operation : all_operations())
        if (operation.path == pattern && operation.method == method) return operation.work;
    ADD_FAILURE() << "no operation " << pattern;
    return http::Work::quick;
}

TEST(RequestPlaces, PutWhatCostsMuchIntoLanesOfItsOwn) {
    EXPECT_EQ(work_at("/api/v1/repositories/{repo}/channels/{channel}/diff", http::Method::get),
              http::Work::comparison);
    EXPECT_EQ(work_at("/api/v1/repositories/{repo}/promotions", http::Method::post), http::Work::comparison);
    EXPECT_EQ(work_at("/api/v1/repositories/{repo}/channels/{channel}/packages", http::Method::get),
              http::Work::listing);
    EXPECT_EQ(work_at("/metrics", http::Method::get), http::Work::operation);
    EXPECT_EQ(work_of_files(std::vector<std::string>{"ui", "main"}, true), http::Work::page);
    EXPECT_EQ(work_of_files(std::vector<std::string>{"main", "deb"}, false), http::Work::snapshot);
    EXPECT_EQ(work_of_files(std::vector<std::string>{"main", "deb"}, true), http::Work::listing);
}

TEST(RequestPlaces, LeaveTheRestQuick) {
    EXPECT_EQ(work_at("/api/v1/token", http::Method::get), http::Work::quick);
    EXPECT_EQ(work_at("/api/v1/tokens/{id}", http::Method::del), http::Work::quick);
}

TEST(RequestPlaces, GiveAddressesOtherTurnsThanTokens) {
    EXPECT_LT(turn_of_address("192.0.2.7"), 0);
    EXPECT_NE(turn_of_address("192.0.2.7"), turn_of_address("192.0.2.8"));
}

}  // namespace
}  // namespace slipway::api
