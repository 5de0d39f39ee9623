-- Customers and their supply points, as published.

-- One row a supply point, one with nulls when there is none.
-- name: find_customer
select c.name, c.street, c.postal_code, c.town, s.number, s.service, s.street, s.postal_code, s.town, s.valid_to
  from customers c
  left join supply_points s on s.tenant_id = c.tenant_id and s.customer_number = c.number
       and s.added_in <= ? and (s.removed_in is null or s.removed_in > ?)
 where c.tenant_id = ? and c.number = ?
   and c.added_in <= ? and (c.removed_in is null or c.removed_in > ?)
