-- What the rows of version 3 say in the words of version 4.
-- Each line of the journal: the act that leads from one state to the other.
UPDATE certificate_moves SET act = CASE
WHEN was = '' THEN 'receive'
WHEN was = 'lost' AND becomes = 'void' THEN 'find'
WHEN was = 'void' AND becomes = 'in_stock' THEN 'unvoid'
WHEN was = 'transferred' AND becomes = 'in_stock' THEN 'return'
WHEN was = 'drawn' AND becomes = 'in_stock' THEN 'put_back'
WHEN was = 'reserved' AND becomes IN ('in_stock', 'drawn') THEN 'release'
ELSE CASE becomes
    WHEN 'drawn' THEN 'draw' WHEN 'reserved' THEN 'reserve' WHEN 'printed' THEN 'print'
    WHEN 'issued' THEN 'issue' WHEN 'void' THEN 'void' WHEN 'lost' THEN 'lose'
    WHEN 'transferred' THEN 'transfer' WHEN 'handed_back' THEN 'hand_back'
    WHEN 'recalled' THEN 'recall' WHEN 'declared' THEN 'declare'
    WHEN 'destroyed' THEN 'destroy' END
END;
-- The cause a void's written words mean.
UPDATE certificate_moves SET cause = CASE
    WHEN act = 'lose' THEN '9'
    WHEN reason LIKE '%打印%' OR reason LIKE '%填写%' OR reason LIKE '%填错%'
        OR reason LIKE '%打错%' THEN '1'
    WHEN reason LIKE '%涂改%' THEN '2'
    WHEN reason LIKE '%损%' OR reason LIKE '%污%' THEN '3'
    WHEN reason LIKE '%盖章%' THEN '4'
    WHEN reason LIKE '%旧版%' THEN '5'
    ELSE '9' END
    WHERE act IN ('void', 'lose');
-- The edition in use when a bundle came (NHC notices); earlier blanks are of the one before.
UPDATE certificate_receipts SET edition = CASE
    WHEN received_on >= '2023-04-01' THEN '7'
    WHEN received_on >= '2019-01-01' THEN '6'
    WHEN received_on >= '2014-01-01' THEN '5'
    WHEN received_on >= '2004-12-01' THEN '4'
    WHEN received_on >= '2003-01-01' THEN '3'
    ELSE '2' END;
