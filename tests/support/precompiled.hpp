// Precompiled for every test executable.
#include "base/precompiled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
