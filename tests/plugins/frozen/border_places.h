/* Where the fields of the border's structs stand. */
#pragma once

#include <stddef.h>

typedef struct {
    char const *type, *field; /* field "": the whole struct */
    size_t offset, size;
} border_place;

/* As the living header lays them out, and as the frozen one; both in the frozen one's order, ended by a type of NULL. */
extern border_place const living_places[];
extern border_place const frozen_places[];
