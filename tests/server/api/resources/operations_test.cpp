#include "server/api/resources/operations.hpp"

#include <gtest/gtest.h>

namespace slipway::api {
namespace {

http::Work work_at(std::string_view pattern, http::Method method) {
    for (const auto& operation : all_operations())
        if (operation.path == pattern && operation.method == method) return operation.work;
    ADD_FAILURE() << "no operation " << pattern;
    return http::Work::quick;
}

TEST(LanesOfOperations, AreTheirOwnWhereMuchIsToDo) {
    EXPECT_EQ(work_at("/api/v1/repositories/{repo}/channels/{channel}/diff", http::Method::get),
              http::Work::comparison);
    EXPECT_EQ(work_at("/api/v1/repositories/{repo}/promotions", http::Method::post), http::Work::comparison);
    EXPECT_EQ(work_at("/api/v1/repositories/{repo}/channels/{channel}/packages", http::Method::get),
              http::Work::listing);
    EXPECT_EQ(work_at("/metrics", http::Method::get), http::Work::operation);
}

TEST(LanesOfOperations, AreQuickElsewhere) {
    EXPECT_EQ(work_at("/api/v1/token", http::Method::get), http::Work::quick);
    EXPECT_EQ(work_at("/api/v1/tokens/{id}", http::Method::del), http::Work::quick);
}

}  // namespace
}  // namespace slipway::api
